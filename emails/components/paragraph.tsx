import { block } from "./block";
import { Text } from "./primitives";
import { paragraph, quiet } from "./style";

export const Paragraph = block<{ children: string }>(
  ({ children }) => (
    <Text className="ink" style={paragraph}>
      {children}
    </Text>
  ),
  ({ children }) => children,
);

/** Said in a lower voice: how long the link lives, what to do if the mail was not expected. */
export const Aside = block<{ children: string | null }>(
  ({ children }) =>
    children === null ? null : (
      <Text className="quiet" style={quiet}>
        {children}
      </Text>
    ),
  ({ children }) => children,
);
