/** The names a sentence may use. */
export interface Names {
  workspace: string;
  product: string;
  /** Null: the workspace's team invites. */
  inviter: string | null;
  /** Whom a notice is about; null: not known by name. */
  who: string | null;
}

export type SessionSentence = (names: Names & { session: string }) => string;

export type CourseSentence = (names: Names & { course: string | null }) => string;

export type DaySentence = (names: Names & { lastDay: string }) => string;

export type Sentence = (names: Names) => string;

export interface Role {
  label: string;
  /** A half-sentence: what somebody in the role may do. */
  may: string;
}

/** The three parts of a moment. */
export interface Moment {
  date: string;
  time: string;
  zone: string;
}
