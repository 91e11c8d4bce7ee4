import type { RecordRow } from "../../../db/queries/learning-records.ts";

/** What somebody does in a course. */
export interface EnrolmentView {
  id: string;
  userId: string;
  firstName: string;
  lastName: string;
  /** Of the person here. */
  userStatus: "active" | "deactivated" | "pending";
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
  const { membershipId, memberStatus, lastOp: _, fits: __, ...rest } = row;
  return { ...rest, userId: membershipId, userStatus: memberStatus };
}
