/** Notices that Python does not answer: `late` is called when nothing came within `patience` ms, and again until it does. */
export class Watch {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private waits = 0;

  constructor(
    private readonly late: () => void,
    private readonly patience = 5000,
  ) {}

  /** Something was sent that wants an answer. */
  expect(): void {
    this.timer ??= setTimeout(() => this.elapsed(), this.patience * Math.min(6, 1 + this.waits));
  }

  /** Something came. */
  answered(): void {
    this.waits = 0;
    this.stop();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private elapsed(): void {
    this.timer = null;
    this.waits += 1;
    this.late();
  }
}
