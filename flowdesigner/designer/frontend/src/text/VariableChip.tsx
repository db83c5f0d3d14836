/** The name of a variable, set apart from the words around it. */
export function VariableChip({ name }: { name: string }) {
  return <span className="fd-var">{name}</span>;
}
