import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
}

/** Takes the place of the page when drawing it failed: the flow is safe in Python, so drawing again may do. */
export class Failure extends Component<Props, { message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children;
    return (
      <div className="fd-root fd-failure" role="alert">
        <div className="fd-empty">
          <h2>The page could not be drawn</h2>
          <p>Your flow is saved. The reason: {this.state.message}</p>
          <button
            type="button"
            className="fd-button fd-primary"
            onClick={() => this.setState({ message: null })}
          >
            Draw it again
          </button>
        </div>
      </div>
    );
  }
}
