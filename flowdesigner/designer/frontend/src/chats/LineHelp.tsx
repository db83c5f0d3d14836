const LINES: [string, string][] = [
  ["# A remark", "nothing; the first one is the test’s name"],
  ["customer: Hello", "the customer writes"],
  ["customer presses [Billing]", "the customer presses a button"],
  ["customer writes by email", "from now on"],
  ["10 minutes later", "time passes; also: Saturday 18:05"],
  ["teammate: I will look into it.", "a teammate answers; the bot is silent"],
  ["teammate gives back", "the conversation is the bot’s again"],
  ["next call answers 404", "what the next call to an API is told"],
  ["variable topic = Billing", "the variable has this value"],
  ["bot: See you", "expected: the bot says this"],
  ["bot: [Yes] [No]", "expected: these buttons"],
  ["(closed)", "expected: what happens besides"],
];

/** What a line of a test can be. */
export function LineHelp() {
  return (
    <details className="fd-line-help">
      <summary>What a line can be</summary>
      <dl>
        {LINES.map(([line, what]) => (
          <div key={line}>
            <dt>{line}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="fd-hint">A message of several lines goes on with indented lines.</p>
    </details>
  );
}
