/** The five documents, and the preset that each of them comes true in. */
export const documents = {
  S0: "academy",
  S1: "training_provider",
  S2: "collaborative",
  S3: "programs",
  S4: "skills",
} as const;

export type DocumentName = keyof typeof documents;
