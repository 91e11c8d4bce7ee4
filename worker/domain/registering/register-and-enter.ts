import { publicUseCase } from "../use-case.ts";
import { type Registered, registerSomebody, registrationFields } from "./register.ts";

/**
 * Registers by a browser that nobody is signed in with, which is let in at once where the workspace says so (F132).
 * Whether it is depends on the workspace alone, and each time it is somebody new: nobody learns whose the address is, or
 * comes upon what its owner has (E-01). Otherwise as `register`, and throws as it does.
 */
export const registerAndEnter = publicUseCase(
  registrationFields,
  (ctx, input): Promise<Registered> => registerSomebody(ctx, input, ctx.caller.kind === "anonymous"),
);
