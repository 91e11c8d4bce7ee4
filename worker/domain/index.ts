/** The directory board: everything the product does, one line each. */

import { addOwnAddress } from "./account/add-own-address.ts";
import { changeOwnPassword } from "./account/change-own-password.ts";
import { changeOwnProfile } from "./account/change-own-profile.ts";
import { chooseOwnPassword } from "./account/choose-own-password.ts";
import { confirmAddressChange } from "./account/confirm-address-change.ts";
import { exportOwnData } from "./account/export-own-data.ts";
import { viewVerification } from "./account/view-verification.ts";
import { createApiKey } from "./api-keys/create-api-key.ts";
import { listApiKeys } from "./api-keys/list-api-keys.ts";
import { revokeApiKey } from "./api-keys/revoke-api-key.ts";
import { listAuditEvents } from "./audit-trail/list-audit-events.ts";
import { sealAuditEvents } from "./audit-trail/seal-audit-events.ts";
import { countCatalogView } from "./catalog/count-catalog-view.ts";
import { enrolMyself } from "./catalog/enrol-myself.ts";
import { listCatalog } from "./catalog/list-catalog.ts";
import { listCatalogAddresses } from "./catalog/list-catalog-addresses.ts";
import { listOpenCatalogs } from "./catalog/list-open-catalogs.ts";
import { previewCatalogCourse } from "./catalog/preview-catalog-course.ts";
import { viewCatalogCourse } from "./catalog/view-catalog-course.ts";
import { viewCatalogNumbers } from "./catalog/view-catalog-numbers.ts";
import { viewCatalogShelf } from "./catalog/view-catalog-shelf.ts";
import type { Context } from "./context.ts";
import { addAttendee } from "./course-sessions/add-attendee.ts";
import { cancelCourseSession } from "./course-sessions/cancel-course-session.ts";
import { changeCourseSession } from "./course-sessions/change-course-session.ts";
import { createCourseSession } from "./course-sessions/create-course-session.ts";
import { listAttendees } from "./course-sessions/list-attendees.ts";
import { listCourseSessions } from "./course-sessions/list-course-sessions.ts";
import { remindOfSessions } from "./course-sessions/remind-of-sessions.ts";
import { removeAttendee } from "./course-sessions/remove-attendee.ts";
import { viewCourseSession } from "./course-sessions/view-course-session.ts";
import { assignCourse } from "./courses/assign-course.ts";
import { changeCourse } from "./courses/change-course.ts";
import { createCourse } from "./courses/create-course.ts";
import { deleteCourse } from "./courses/delete-course.ts";
import { listCourses } from "./courses/list-courses.ts";
import { unassignCourse } from "./courses/unassign-course.ts";
import { viewCourse } from "./courses/view-course.ts";
import { changeCustomField } from "./custom-fields/change-custom-field.ts";
import { createCustomField } from "./custom-fields/create-custom-field.ts";
import { listCustomFields } from "./custom-fields/list-custom-fields.ts";
import { orderCustomFields } from "./custom-fields/order-custom-fields.ts";
import { viewCustomField } from "./custom-fields/view-custom-field.ts";
import { addCustomerAdmin } from "./customers/add-customer-admin.ts";
import { createWorkspace } from "./customers/create-workspace.ts";
import { removeCustomerAdmin } from "./customers/remove-customer-admin.ts";
import { renameCustomer } from "./customers/rename-customer.ts";
import { viewCustomer } from "./customers/view-customer.ts";
import { completeEnrolment } from "./enrolments/complete-enrolment.ts";
import { enrolMember } from "./enrolments/enrol-member.ts";
import { listEnrolments } from "./enrolments/list-enrolments.ts";
import { reopenEnrolment } from "./enrolments/reopen-enrolment.ts";
import { setProgress } from "./enrolments/set-progress.ts";
import { viewCertificate } from "./enrolments/view-certificate.ts";
import { withdrawEnrolment } from "./enrolments/withdraw-enrolment.ts";
import { cancelImport } from "./imports/cancel-import.ts";
import { chooseExisting } from "./imports/choose-existing.ts";
import { confirmImport } from "./imports/confirm-import.ts";
import { confirmRoles } from "./imports/confirm-roles.ts";
import { correctRow } from "./imports/correct-row.ts";
import { exportFailedRows } from "./imports/export-failed-rows.ts";
import { listImportRows } from "./imports/list-import-rows.ts";
import { listImports } from "./imports/list-imports.ts";
import { makeImportTemplate } from "./imports/make-import-template.ts";
import { mapColumns } from "./imports/map-columns.ts";
import { pauseImport } from "./imports/pause-import.ts";
import { repairRows } from "./imports/repair-rows.ts";
import { replaceInColumn } from "./imports/replace-in-column.ts";
import { resumeImport } from "./imports/resume-import.ts";
import { runImport } from "./imports/run-import.ts";
import { stageImport } from "./imports/stage-import.ts";
import { sweepImports } from "./imports/sweep-imports.ts";
import { undoChange } from "./imports/undo-change.ts";
import { undoImport } from "./imports/undo-import.ts";
import { viewColumns } from "./imports/view-columns.ts";
import { viewImport } from "./imports/view-import.ts";
import { countInsights } from "./insights/count-insights.ts";
import { viewInsights } from "./insights/view-insights.ts";
import { cancelInvitation } from "./invitations/cancel-invitation.ts";
import { checkAddresses } from "./invitations/check-addresses.ts";
import { copyInvitationLink } from "./invitations/copy-invitation-link.ts";
import { editInvitation } from "./invitations/edit-invitation.ts";
import { expireInvitations } from "./invitations/expire-invitations.ts";
import { findOfferable } from "./invitations/find-offerable.ts";
import { inviteFromSession } from "./invitations/invite-from-session.ts";
import { inviteListed } from "./invitations/invite-listed.ts";
import { inviteMany } from "./invitations/invite-many.ts";
import { inviteUser } from "./invitations/invite-user.ts";
import { listInvitations } from "./invitations/list-invitations.ts";
import { previewEdit } from "./invitations/preview-edit.ts";
import { previewInvitation } from "./invitations/preview-invitation.ts";
import { remindInvitation } from "./invitations/remind-invitation.ts";
import { resendInvitation } from "./invitations/resend-invitation.ts";
import { sendReminders } from "./invitations/send-reminders.ts";
import { undoInvitations } from "./invitations/undo-invitations.ts";
import { undoSend } from "./invitations/undo-send.ts";
import { viewInvitationDetail } from "./invitations/view-invitation-detail.ts";
import { viewInviteForm } from "./invitations/view-invite-form.ts";
import { viewSessionInviting } from "./invitations/view-session-inviting.ts";
import { exportJob } from "./jobs/export-job.ts";
import { findForPeopleJob } from "./jobs/find-for-people-job.ts";
import { listWork } from "./jobs/list-work.ts";
import { previewJob } from "./jobs/preview-job.ts";
import { previewPeopleJob } from "./jobs/preview-people-job.ts";
import { runJob } from "./jobs/run-job.ts";
import { startJob } from "./jobs/start-job.ts";
import { startPeopleJob } from "./jobs/start-people-job.ts";
import { sweepJobs } from "./jobs/sweep-jobs.ts";
import { undoJob } from "./jobs/undo-job.ts";
import { viewJob } from "./jobs/view-job.ts";
import { checkLink } from "./joining/check-link.ts";
import { declineInvitation } from "./joining/decline-invitation.ts";
import { joinAsNewPerson, joinSignedIn } from "./joining/join-workspace.ts";
import { requestNewLink } from "./joining/request-new-link.ts";
import { signInAndJoin } from "./joining/sign-in-and-join.ts";
import { viewInvitation } from "./joining/view-invitation.ts";
import { deleteLabel } from "./labels/delete-label.ts";
import { listLabels } from "./labels/list-labels.ts";
import { renameLabel } from "./labels/rename-label.ts";
import { viewOwnCertificate } from "./learning/view-own-certificate.ts";
import { viewOwnCourse } from "./learning/view-own-course.ts";
import { viewOwnLearning } from "./learning/view-own-learning.ts";
import { deliverMail } from "./mail/deliver-mail.ts";
import { previewMail } from "./mail/preview-mail.ts";
import { recordMailEvent } from "./mail/record-mail-event.ts";
import { sendTestMail } from "./mail/send-test-mail.ts";
import { sweepMail } from "./mail/sweep-mail.ts";
import { addAddress } from "./members/add-address.ts";
import { changeNames } from "./members/change-names.ts";
import { changeNotifyEmail } from "./members/change-notify-email.ts";
import { changeRoles } from "./members/change-roles.ts";
import { changeUsername } from "./members/change-username.ts";
import { deactivateMember } from "./members/deactivate-member.ts";
import { endAccessDue } from "./members/end-access-due.ts";
import { erasePerson } from "./members/erase-person.ts";
import { exportPeople } from "./members/export-people.ts";
import { exportPersonData } from "./members/export-person-data.ts";
import { extendAccess } from "./members/extend-access.ts";
import { findPlaces } from "./members/find-places.ts";
import { listLeaving } from "./members/list-leaving.ts";
import { listPeople } from "./members/list-people.ts";
import { makeSignInCards } from "./members/make-sign-in-cards.ts";
import { placeMember } from "./members/place-member.ts";
import { purgeNeverAccepted } from "./members/purge-never-accepted.ts";
import { reactivateMember } from "./members/reactivate-member.ts";
import { removeMember } from "./members/remove-member.ts";
import { setAccessEnd } from "./members/set-access-end.ts";
import { setUpMember } from "./members/set-up-member.ts";
import { undoSetUp } from "./members/undo-set-up.ts";
import { viewErasure } from "./members/view-erasure.ts";
import { viewMember } from "./members/view-member.ts";
import { viewOwnPart } from "./members/view-own-part.ts";
import { viewRoleTable } from "./members/view-role-table.ts";
import { viewSetUpForm } from "./members/view-set-up-form.ts";
import { warnOfAccessEnds } from "./members/warn-of-access-ends.ts";
import { beginCheckout } from "./paying/begin-checkout.ts";
import { endConcern } from "./paying/end-concern.ts";
import { exportOrders } from "./paying/export-orders.ts";
import { listOrders } from "./paying/list-orders.ts";
import { recordPayment } from "./paying/record-payment.ts";
import { refundOrder } from "./paying/refund-order.ts";
import { viewCheckout } from "./paying/view-checkout.ts";
import { viewOrder } from "./paying/view-order.ts";
import { viewOwnOrder } from "./paying/view-own-order.ts";
import { viewOwnOrders } from "./paying/view-own-orders.ts";
import { viewPurchase } from "./paying/view-purchase.ts";
import { addGroupMembers } from "./places/add-group-members.ts";
import { changeGroup } from "./places/change-group.ts";
import { changeUnit } from "./places/change-unit.ts";
import { createGroup } from "./places/create-group.ts";
import { createUnit } from "./places/create-unit.ts";
import { deleteGroup } from "./places/delete-group.ts";
import { deleteUnit } from "./places/delete-unit.ts";
import { findMembersToAdd } from "./places/find-members-to-add.ts";
import { listGroups } from "./places/list-groups.ts";
import { listUnits } from "./places/list-units.ts";
import { removeGroupMember } from "./places/remove-group-member.ts";
import { viewGroup } from "./places/view-group.ts";
import { viewUnit } from "./places/view-unit.ts";
import { approveRegistrations } from "./registering/approve-registrations.ts";
import { changeRegistrationLink } from "./registering/change-registration-link.ts";
import { countWaitingRegistrations } from "./registering/count-waiting-registrations.ts";
import { createRegistrationLink } from "./registering/create-registration-link.ts";
import { deleteRegistrationLink } from "./registering/delete-registration-link.ts";
import { findLinkPlaces } from "./registering/find-link-places.ts";
import { joinAsMyself } from "./registering/join-as-myself.ts";
import { lapseUnproved } from "./registering/lapse-unproved.ts";
import { listRegistrationLinks } from "./registering/list-registration-links.ts";
import { listRegistrations } from "./registering/list-registrations.ts";
import { mailProofAgain } from "./registering/mail-proof-again.ts";
import { mailRegistrationAgain } from "./registering/mail-registration-again.ts";
import { pauseRegistrationLink } from "./registering/pause-registration-link.ts";
import { refuseRegistrations } from "./registering/refuse-registrations.ts";
import { register } from "./registering/register.ts";
import { registerAndEnter } from "./registering/register-and-enter.ts";
import { removeRegistration } from "./registering/remove-registration.ts";
import { renewLinkCode } from "./registering/renew-link-code.ts";
import { resendRegistration } from "./registering/resend-registration.ts";
import { resumeRegistrationLink } from "./registering/resume-registration-link.ts";
import { viewLinkForm } from "./registering/view-link-form.ts";
import { viewRegistrationDoor } from "./registering/view-registration-door.ts";
import { viewRegistrationLink } from "./registering/view-registration-link.ts";
import { changeCustomRole } from "./roles/change-custom-role.ts";
import { createCustomRole } from "./roles/create-custom-role.ts";
import { deleteCustomRole } from "./roles/delete-custom-role.ts";
import { listCustomRoles } from "./roles/list-custom-roles.ts";
import { viewCustomRole } from "./roles/view-custom-role.ts";
import { exportSeats } from "./seats/export-seats.ts";
import { tellOfSeats } from "./seats/tell-of-seats.ts";
import { viewSeats } from "./seats/view-seats.ts";
import { waitForSeat } from "./seats/wait-for-seat.ts";
import { viewSender } from "./sender/view-sender.ts";
import { actInRole } from "./sessions/act-in-role.ts";
import { endOtherSessions } from "./sessions/end-other-sessions.ts";
import { endSession } from "./sessions/end-session.ts";
import { listSessions } from "./sessions/list-sessions.ts";
import { requestPasswordReset } from "./sessions/request-password-reset.ts";
import { requestVerification } from "./sessions/request-verification.ts";
import { resetPassword } from "./sessions/reset-password.ts";
import { signIn } from "./sessions/sign-in.ts";
import { signInWithCard } from "./sessions/sign-in-with-card.ts";
import { signOut } from "./sessions/sign-out.ts";
import { verifyAddress } from "./sessions/verify-address.ts";
import { viewPasswordReset } from "./sessions/view-password-reset.ts";
import { beginSignOn } from "./sso/begin-sign-on.ts";
import { enforceConnection } from "./sso/enforce-connection.ts";
import { finishSignOn } from "./sso/finish-sign-on.ts";
import { relaxConnection } from "./sso/relax-connection.ts";
import { releaseIdentity } from "./sso/release-identity.ts";
import { removeConnection } from "./sso/remove-connection.ts";
import { saveConnection } from "./sso/save-connection.ts";
import { tryConnection } from "./sso/try-connection.ts";
import { viewConnection } from "./sso/view-connection.ts";
import { type Bound, bind } from "./use-case.ts";
import { changeWorkspace } from "./workspaces/change-workspace.ts";
import { purgeLeftovers } from "./workspaces/purge-leftovers.ts";
import { removeLogo } from "./workspaces/remove-logo.ts";
import { reviewPolicies } from "./workspaces/review-policies.ts";
import { uploadLogo } from "./workspaces/upload-logo.ts";
import { viewOwnWorkspace } from "./workspaces/view-own-workspace.ts";

export const useCases = {
  createApiKey,
  listApiKeys,
  revokeApiKey,
  listAuditEvents,
  sealAuditEvents,
  listPeople,
  viewMember,
  setUpMember,
  viewSetUpForm,
  undoSetUp,
  viewRoleTable,
  listCustomRoles,
  viewCustomRole,
  createCustomRole,
  changeCustomRole,
  deleteCustomRole,
  changeNames,
  changeNotifyEmail,
  changeUsername,
  addAddress,
  makeSignInCards,
  changeRoles,
  placeMember,
  deactivateMember,
  reactivateMember,
  removeMember,
  setAccessEnd,
  extendAccess,
  listLeaving,
  exportPersonData,
  viewErasure,
  erasePerson,
  purgeNeverAccepted,
  endAccessDue,
  warnOfAccessEnds,
  exportPeople,
  findPlaces,
  viewOwnPart,

  listCustomFields,
  viewCustomField,
  createCustomField,
  changeCustomField,
  orderCustomFields,
  listLabels,
  renameLabel,
  deleteLabel,

  listUnits,
  viewUnit,
  createUnit,
  changeUnit,
  deleteUnit,
  listGroups,
  viewGroup,
  createGroup,
  changeGroup,
  deleteGroup,
  addGroupMembers,
  removeGroupMember,
  findMembersToAdd,

  checkAddresses,
  inviteUser,
  inviteMany,
  inviteListed,
  viewInviteForm,
  findOfferable,
  inviteFromSession,
  viewSessionInviting,
  listInvitations,
  viewInvitationDetail,
  previewInvitation,
  resendInvitation,
  remindInvitation,
  cancelInvitation,
  editInvitation,
  previewEdit,
  copyInvitationLink,
  undoSend,
  undoInvitations,

  stageImport,
  viewColumns,
  mapColumns,
  viewImport,
  listImports,
  listImportRows,
  correctRow,
  repairRows,
  replaceInColumn,
  undoChange,
  confirmRoles,
  makeImportTemplate,
  exportFailedRows,
  chooseExisting,
  confirmImport,
  pauseImport,
  resumeImport,
  cancelImport,
  undoImport,
  runImport,
  sweepImports,

  checkLink,
  viewInvitation,
  joinAsNewPerson,
  joinSignedIn,
  signInAndJoin,
  declineInvitation,
  requestNewLink,
  waitForSeat,

  signIn,
  signInWithCard,
  signOut,
  actInRole,
  listSessions,
  endSession,
  endOtherSessions,
  changeOwnProfile,
  changeOwnPassword,
  chooseOwnPassword,
  addOwnAddress,
  exportOwnData,
  requestPasswordReset,
  viewPasswordReset,
  requestVerification,
  verifyAddress,
  viewVerification,
  confirmAddressChange,
  resetPassword,

  viewConnection,
  saveConnection,
  tryConnection,
  enforceConnection,
  relaxConnection,
  releaseIdentity,
  removeConnection,
  beginSignOn,
  finishSignOn,

  previewMail,
  sendTestMail,
  deliverMail,
  sweepMail,
  recordMailEvent,
  expireInvitations,
  sendReminders,
  tellOfSeats,
  purgeLeftovers,
  viewOwnWorkspace,
  changeWorkspace,
  viewSeats,
  viewSender,
  exportSeats,
  uploadLogo,
  removeLogo,

  viewCustomer,
  createWorkspace,
  renameCustomer,
  addCustomerAdmin,
  removeCustomerAdmin,

  reviewPolicies,

  assignCourse,
  changeCourse,
  createCourse,
  deleteCourse,
  listCourses,
  unassignCourse,
  viewCourse,
  addAttendee,
  cancelCourseSession,
  changeCourseSession,
  createCourseSession,
  listAttendees,
  listCourseSessions,
  remindOfSessions,
  removeAttendee,
  viewCourseSession,
  completeEnrolment,
  enrolMember,
  listEnrolments,
  reopenEnrolment,
  setProgress,
  viewCertificate,
  withdrawEnrolment,
  viewOwnCertificate,
  viewOwnCourse,
  viewOwnLearning,

  listCatalog,
  listCatalogAddresses,
  listOpenCatalogs,
  countCatalogView,
  viewCatalogCourse,
  previewCatalogCourse,
  viewCatalogShelf,
  viewCatalogNumbers,
  viewInsights,
  countInsights,
  enrolMyself,

  viewCheckout,
  beginCheckout,
  viewPurchase,
  recordPayment,
  viewOwnOrders,
  viewOwnOrder,
  listOrders,
  viewOrder,
  exportOrders,
  refundOrder,
  endConcern,

  createRegistrationLink,
  listRegistrationLinks,
  viewRegistrationLink,
  changeRegistrationLink,
  pauseRegistrationLink,
  resumeRegistrationLink,
  lapseUnproved,
  mailRegistrationAgain,
  mailProofAgain,
  joinAsMyself,
  register,
  registerAndEnter,
  renewLinkCode,
  deleteRegistrationLink,
  viewRegistrationDoor,
  viewLinkForm,
  findLinkPlaces,
  listRegistrations,
  countWaitingRegistrations,
  approveRegistrations,
  refuseRegistrations,
  resendRegistration,
  removeRegistration,

  previewJob,
  startJob,
  previewPeopleJob,
  startPeopleJob,
  findForPeopleJob,
  viewJob,
  exportJob,
  listWork,
  undoJob,
  runJob,
  sweepJobs,
};

export type UseCases = Bound<typeof useCases>;

/** Binds every use case to one context; doors call nothing else. */
export function bindUseCases(ctx: Context): UseCases {
  return bind(useCases, ctx);
}
