import { Combo } from "./Combo";
import { useVariables } from "./useVariables";

interface Props {
  id: string;
  label: string;
  value: string;
  placeholder?: string;
  isRefused?: boolean;
  isBad?: boolean;
  describedBy?: string;
  onChange: (name: string) => void;
}

/** A line to type a variable's name in, with the known names below. */
export function VariableInput({ placeholder = "Choose, or type a new name", ...props }: Props) {
  const variables = useVariables();
  const options = () =>
    variables().map((one) => ({ value: one.name, note: one.description, isVariable: true }));
  return <Combo {...props} placeholder={placeholder} options={options} other="new variable" />;
}
