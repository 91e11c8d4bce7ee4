/**
 * What a form or an address line says, as the input of a use case. The one place where a page trusts a type:
 * it is true because the use case's own fields check every value before anything is done with it.
 */
export function posted<Input>(values: unknown): Input {
  return values as Input;
}
