import type { RecordRow } from "../../../db/queries/learning-records.ts";

/** What somebody does in a course. */
export interface EnrolmentView {
  id: string;
  userId: string;
  firstName: string;
  lastName: string;
  /** Their address, where the asker finds them among the people; programs read it there. */
  email: string | null;
  /** The asker may open their page. */
  isFound: boolean;
  /** Of the person here. */
  userStatus: RecordRow["memberStatus"];
  courseId: string;
  courseTitle: string;
  origin: RecordRow["origin"];
  status: RecordRow["status"];
  /** Per cent. */
  progress: number;
  enrolledAt: number;
  completedAt: number | null;
  withdrawnAt: number | null;
  certificateId: string | null;
}

export function enrolmentView(row: RecordRow): EnrolmentView {
  const { membershipId, memberStatus, isFound, lastOp: _, fits: __, ...rest } = row;
  return { ...rest, userId: membershipId, userStatus: memberStatus, isFound: isFound === 1 };
}
