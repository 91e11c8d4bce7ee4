import { Children, isValidElement, type ReactElement, type ReactNode } from "react";

/** A part of a letter that knows both its forms: HTML when React renders it, and plain text. */
export interface Block<Props> {
  (props: Props): ReactElement | null;
  text: (props: Props) => string | null;
}

export const block = <Props,>(
  html: (props: Props) => ReactElement | null,
  text: (props: Props) => string | null,
): Block<Props> => Object.assign(html, { text });

/** The plain text of a fragment of blocks, one entry a block. */
export function textOf(body: ReactElement<{ children?: ReactNode }>): string[] {
  return Children.toArray(body.props.children).flatMap((child) => {
    if (!isValidElement(child) || !isBlock(child.type))
      throw new TypeError("A letter is made of blocks only");
    return child.type.text(child.props) ?? [];
  });
}

const isBlock = (type: unknown): type is Block<unknown> => typeof type === "function" && "text" in type;
