import fc from "fast-check";

// The everyday suite says the same of the same code each time; looking for new cases is the work of `npm run test:long`.
fc.configureGlobal({ seed: 20_261_121 });
