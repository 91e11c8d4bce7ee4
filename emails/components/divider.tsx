import { block } from "./block";
import { Hr } from "./primitives";
import { LINE } from "./style";

export const Divider = block<object>(
  () => <Hr className="line" style={{ borderTop: `1px solid ${LINE}`, margin: "24px 0 20px" }} />,
  () => null,
);
