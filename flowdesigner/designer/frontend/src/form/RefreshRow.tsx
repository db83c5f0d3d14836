import { Icon } from "../icons/Icon";
import { useDesigner, useSession } from "../state/context";

interface Props {
  /** What is read from the account: "teams". */
  what: string;
  /** What to do without any names; not given where there are some, if only those of the last time. */
  unknown?: string | undefined;
}

/** Reads the account's names again, and says so when they are those of the last time. */
export function RefreshRow({ what, unknown }: Props) {
  const session = useSession();
  const isReachable = useDesigner((state) => state.account.reachable);
  const refresh = () => session.ask({ type: "account" });
  return (
    <p className="fd-hint fd-refresh">
      {!isReachable &&
        `${unknown ?? `Intercom cannot be reached at the moment; these are the ${what} known so far.`} `}
      <button type="button" className="fd-text-link" onClick={refresh}>
        <Icon name="restart" />
        Read {what} again
      </button>
    </p>
  );
}
