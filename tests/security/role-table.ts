/**
 * Who may do what, and where: every use case of the product for members, by hand from the role table of the
 * specification (F13 to F24, D6 to D8, D15, D16) and never derived from the code. `roles.test.ts` asks every
 * cell for real through both doors.
 *
 * A row is an act, behind a slash what it is told where that wants another right, and the place of what it works on:
 *
 * - `here`: anything of the workspace, where places play no part
 * - `in`: within the unit North, its group Choir and the Choir's session, the part that the roles below hold in
 * - `out`: in the unit South, its group Band and the Band's session
 * - `both`: somebody or an invitation in both, or what is added to Choir from outside
 * - `own`: what the asker made themselves; whoever made nothing asks for what somebody of South has
 * - `other`: what somebody else made
 *
 * A cell is what comes of it:
 *
 * - `+` it is done or shown
 * - `=` it is answered, and nothing is done
 * - `f` refused by the field that names the place: there is no such group
 * - `-` refused, 403
 * - `0` not found, 404
 *
 * The word between place and cells is the one door that a row is about; without it, all that the act has. The
 * table is asked from top to bottom: whoever makes a session teaches it from then on, so that stands last.
 */
export const columns = {
  /** Administrator of the workspace. */
  ad: "admin",
  /** Manager of the unit North. */
  um: "unit manager",
  /** Group administrator of all groups of North. */
  gu: "group admin of a unit",
  /** Group administrator of Choir. */
  ga: "group admin",
  /** User administrator of Choir. */
  ua: "user admin",
  /** Coach of Choir. */
  co: "coach",
  /** Instructs the sessions of Choir by a role that holds there. */
  sg: "session instructor of a group",
  /** Instructs the one session of Choir. */
  ss: "session instructor",
  /** Coach of Choir who instructs the one session. */
  cs: "coach and session instructor",
  /** Instructor, with a course of their own. */
  in: "instructor",
  /** Learner of Choir. */
  le: "learner",
  /** A unit manager without a unit: holds nothing (D15). */
  no: "manager of nothing",
  /** A role of the workspace's own at Choir, with what a user administrator may do (F24). */
  cr: "custom role",
} as const;
export type Column = keyof typeof columns;

export const rows = `
                                 ad um gu ga ua co sg ss cs in le no cr
listPeople             in        +  +  +  +  +  +  -  -  +  -  -  -  +
listPeople             out   api +  0  0  0  0  0  -  -  0  -  -  -  0
viewMember             in        +  +  +  +  +  +  -  -  +  -  -  -  +
viewMember             both      +  +  +  +  +  +  -  -  +  -  -  -  +
viewMember             out       +  0  0  0  0  0  -  -  0  -  -  -  0
changeNames            in        +  +  +  +  +  -  -  -  -  -  -  -  +
changeNames            both      +  -  -  -  -  -  -  -  -  -  -  -  -
changeNames            out       +  0  0  0  0  -  -  -  -  -  -  -  0
changeUsername         in        +  +  +  +  +  -  -  -  -  -  -  -  +
changeUsername         both      +  -  -  -  -  -  -  -  -  -  -  -  -
changeUsername         out       +  0  0  0  0  -  -  -  -  -  -  -  0
changeNotifyEmail      in        +  +  +  +  +  -  -  -  -  -  -  -  +
changeNotifyEmail      both      +  -  -  -  -  -  -  -  -  -  -  -  -
changeNotifyEmail      out       +  0  0  0  0  -  -  -  -  -  -  -  0
addAddress             in        +  +  +  +  +  -  -  -  -  -  -  -  +
addAddress             both      +  -  -  -  -  -  -  -  -  -  -  -  -
addAddress             out       +  0  0  0  0  -  -  -  -  -  -  -  0
makeSignInCards        in        +  +  +  +  +  -  -  -  -  -  -  -  +
makeSignInCards        both      +  =  =  =  =  -  -  -  -  -  -  -  =
makeSignInCards        out       +  0  0  0  0  -  -  -  -  -  -  -  0
viewSetUpForm          here      +  +  +  +  +  -  -  -  -  -  -  -  +
setUpMember            here      +  f  f  f  f  -  -  -  -  -  -  -  f
setUpMember            in        +  +  +  +  +  -  -  -  -  -  -  -  +
setUpMember            both      +  f  f  f  f  -  -  -  -  -  -  -  f
setUpMember            out       +  f  f  f  f  -  -  -  -  -  -  -  f
undoSetUp              in        +  +  +  +  +  -  -  -  -  -  -  -  +
undoSetUp              both      +  -  -  -  -  -  -  -  -  -  -  -  -
undoSetUp              out       +  0  0  0  0  -  -  -  -  -  -  -  0
changeRoles            in        +  +  +  +  +  -  -  -  -  -  -  -  +
changeRoles            both      +  -  -  -  -  -  -  -  -  -  -  -  -
changeRoles            out       +  0  0  0  0  -  -  -  -  -  -  -  0
placeMember            in        +  +  +  +  +  -  -  -  -  -  -  -  +
placeMember            both      +  -  -  -  -  -  -  -  -  -  -  -  -
placeMember            out       +  0  0  0  0  -  -  -  -  -  -  -  0
deactivateMember       in        +  +  +  +  +  -  -  -  -  -  -  -  +
deactivateMember       both      +  -  -  -  -  -  -  -  -  -  -  -  -
deactivateMember       out       +  0  0  0  0  -  -  -  -  -  -  -  0
reactivateMember       in        +  +  +  +  +  -  -  -  -  -  -  -  +
reactivateMember       both      +  -  -  -  -  -  -  -  -  -  -  -  -
reactivateMember       out       +  0  0  0  0  -  -  -  -  -  -  -  0
removeMember           in        +  +  +  +  +  -  -  -  -  -  -  -  +
removeMember           both      +  -  -  -  -  -  -  -  -  -  -  -  -
removeMember           out       +  0  0  0  0  -  -  -  -  -  -  -  0
setAccessEnd           in        +  +  +  +  +  -  -  -  -  -  -  -  +
setAccessEnd           both      +  -  -  -  -  -  -  -  -  -  -  -  -
setAccessEnd           out       +  0  0  0  0  -  -  -  -  -  -  -  0
extendAccess           in        +  +  +  +  +  -  -  -  -  -  -  -  +
extendAccess           both      +  =  =  =  =  -  -  -  -  -  -  -  =
extendAccess           out       +  =  =  =  =  -  -  -  -  -  -  -  =
listLeaving            here      +  +  +  +  +  +  -  -  +  -  -  -  +
exportPersonData       in        +  +  +  +  +  -  -  -  -  -  -  -  +
exportPersonData       both      +  -  -  -  -  -  -  -  -  -  -  -  -
exportPersonData       out       +  0  0  0  0  -  -  -  -  -  -  -  0
viewErasure            in        +  +  +  +  +  -  -  -  -  -  -  -  +
viewErasure            both      +  -  -  -  -  -  -  -  -  -  -  -  -
viewErasure            out       +  0  0  0  0  -  -  -  -  -  -  -  0
erasePerson            in        +  +  +  +  +  -  -  -  -  -  -  -  +
erasePerson            both      +  -  -  -  -  -  -  -  -  -  -  -  -
erasePerson            out       +  0  0  0  0  -  -  -  -  -  -  -  0
viewOwnPart            here      +  +  +  +  +  +  -  -  +  -  -  -  +
findPlaces             here      +  +  +  +  +  -  -  -  -  -  -  -  +
findForPeopleJob       here      +  +  +  +  +  -  -  -  -  -  -  -  +
exportPeople           in        +  +  +  +  +  -  -  -  -  -  -  -  +
exportPeople           out  hall +  0  0  0  0  -  -  -  -  -  -  -  0

listUnits              here      +  +  +  +  +  +  -  -  +  -  -  -  +
viewUnit               in        +  +  +  0  0  0  -  -  0  -  -  -  0
viewUnit               out       +  0  0  0  0  0  -  -  0  -  -  -  0
createUnit             here      +  -  -  -  -  -  -  -  -  -  -  -  -
changeUnit             in        +  -  -  -  -  -  -  -  -  -  -  -  -
changeUnit             out       +  -  -  -  -  -  -  -  -  -  -  -  -
deleteUnit             in        +  -  -  -  -  -  -  -  -  -  -  -  -
deleteUnit             out       +  -  -  -  -  -  -  -  -  -  -  -  -
listGroups             here      +  +  +  +  +  +  -  -  +  -  -  -  +
viewGroup              in        +  +  +  +  +  +  -  -  +  -  -  -  +
viewGroup              out       +  0  0  0  0  0  -  -  0  -  -  -  0
createGroup            in        +  -  +  +  -  -  -  -  -  -  -  -  -
createGroup            out       +  -  0  0  -  -  -  -  -  -  -  -  -
changeGroup            in        +  -  +  +  -  -  -  -  -  -  -  -  -
changeGroup            out       +  -  0  0  -  -  -  -  -  -  -  -  -
deleteGroup            in        +  -  +  +  -  -  -  -  -  -  -  -  -
deleteGroup            out       +  -  0  0  -  -  -  -  -  -  -  -  -
addGroupMembers        in        +  +  +  +  +  -  -  -  -  -  -  -  +
addGroupMembers        both      +  +  +  +  +  -  -  -  -  -  -  -  +
addGroupMembers        out       +  0  0  0  0  -  -  -  -  -  -  -  0
removeGroupMember      in        +  +  +  +  +  -  -  -  -  -  -  -  +
removeGroupMember      both      +  +  +  +  +  -  -  -  -  -  -  -  +
removeGroupMember      out       +  0  0  0  0  -  -  -  -  -  -  -  0
findMembersToAdd       in        +  +  +  +  +  -  -  -  -  -  -  -  +
findMembersToAdd       out       +  0  0  0  0  -  -  -  -  -  -  -  0

checkAddresses         here      +  +  +  +  +  -  -  -  -  -  -  -  +
viewInviteForm         here      +  +  +  +  +  -  -  -  -  -  -  -  +
previewInvitation      here      +  +  +  +  +  -  -  -  -  -  -  -  +
findOfferable          here      +  +  +  +  +  -  -  -  -  -  -  -  +
inviteUser             here      +  f  f  f  f  -  -  -  -  -  -  -  f
inviteUser             in        +  +  +  +  +  -  -  -  -  -  -  -  +
inviteUser             both      +  f  f  f  f  -  -  -  -  -  -  -  f
inviteUser             out       +  f  f  f  f  -  -  -  -  -  -  -  f
inviteMany             in        +  +  +  +  +  -  -  -  -  -  -  -  +
inviteMany             out       +  f  f  f  f  -  -  -  -  -  -  -  f
inviteListed           in        +  +  +  +  +  -  -  -  -  -  -  -  +
inviteListed           out       +  f  f  f  f  -  -  -  -  -  -  -  f
inviteFromSession      in        +  -  +  +  -  -  -  f  +  -  -  -  -
inviteFromSession      both      +  -  f  f  -  -  -  f  f  -  -  -  -
inviteFromSession      out       +  -  -  -  -  -  -  -  -  -  -  -  -
viewSessionInviting    in        +  -  +  +  -  -  -  +  +  -  -  -  -
viewSessionInviting    out       +  -  -  -  -  -  -  -  -  -  -  -  -
listInvitations        in        +  +  +  +  +  +  -  -  +  -  -  -  +
listInvitations        out       +  0  0  0  0  0  -  -  0  -  -  -  0
viewInvitationDetail   in        +  +  +  +  +  +  -  -  +  -  -  -  +
viewInvitationDetail   both      +  +  +  +  +  +  -  -  +  -  -  -  +
viewInvitationDetail   out       +  0  0  0  0  0  -  -  0  -  -  -  0
resendInvitation       in        +  +  +  +  +  -  -  -  -  -  -  -  +
resendInvitation       both      +  -  -  -  -  -  -  -  -  -  -  -  -
resendInvitation       out       +  0  0  0  0  -  -  -  -  -  -  -  0
remindInvitation       in        +  +  +  +  +  -  -  -  -  -  -  -  +
remindInvitation       both      +  -  -  -  -  -  -  -  -  -  -  -  -
remindInvitation       out       +  0  0  0  0  -  -  -  -  -  -  -  0
cancelInvitation       in        +  +  +  +  +  -  -  -  -  -  -  -  +
cancelInvitation       both      +  -  -  -  -  -  -  -  -  -  -  -  -
cancelInvitation       out       +  0  0  0  0  -  -  -  -  -  -  -  0
editInvitation         in        +  +  +  +  +  -  -  -  -  -  -  -  +
editInvitation         both      +  -  -  -  -  -  -  -  -  -  -  -  -
editInvitation         out       +  0  0  0  0  -  -  -  -  -  -  -  0
previewEdit            in        +  +  +  +  +  -  -  -  -  -  -  -  +
previewEdit            both      +  -  -  -  -  -  -  -  -  -  -  -  -
previewEdit            out       +  0  0  0  0  -  -  -  -  -  -  -  0
copyInvitationLink     in        +  +  +  +  +  -  -  -  -  -  -  -  +
copyInvitationLink     both      +  -  -  -  -  -  -  -  -  -  -  -  -
copyInvitationLink     out       +  0  0  0  0  -  -  -  -  -  -  -  0
undoSend               in        +  +  +  +  +  -  -  -  -  -  -  -  +
undoSend               both      +  -  -  -  -  -  -  -  -  -  -  -  -
undoSend               out       +  0  0  0  0  -  -  -  -  -  -  -  0
undoInvitations        in        +  +  +  +  +  -  -  -  -  -  -  -  +
undoInvitations        both      +  -  -  -  -  -  -  -  -  -  -  -  -
undoInvitations        out       +  0  0  0  0  -  -  -  -  -  -  -  0

stageImport            here      +  +  +  +  +  -  -  -  -  -  -  -  +
makeImportTemplate     here      +  +  +  +  +  -  -  -  -  -  -  -  +
listImports            here      +  +  +  +  +  -  -  -  -  -  -  -  +
viewImport             own       +  +  +  +  +  -  -  -  -  -  -  -  +
viewImport             other     +  0  0  0  0  -  -  -  -  -  -  -  0
viewColumns            own       +  +  +  +  +  -  -  -  -  -  -  -  +
viewColumns            other     +  0  0  0  0  -  -  -  -  -  -  -  0
mapColumns             own       +  +  +  +  +  -  -  -  -  -  -  -  +
mapColumns             other     +  0  0  0  0  -  -  -  -  -  -  -  0
listImportRows         own       +  +  +  +  +  -  -  -  -  -  -  -  +
listImportRows         other     +  0  0  0  0  -  -  -  -  -  -  -  0
exportFailedRows       own       +  +  +  +  +  -  -  -  -  -  -  -  +
exportFailedRows       other     +  0  0  0  0  -  -  -  -  -  -  -  0
correctRow             own       +  +  +  +  +  -  -  -  -  -  -  -  +
correctRow             other     +  0  0  0  0  -  -  -  -  -  -  -  0
repairRows             own       +  +  +  +  +  -  -  -  -  -  -  -  +
repairRows             other     +  0  0  0  0  -  -  -  -  -  -  -  0
replaceInColumn        own       +  +  +  +  +  -  -  -  -  -  -  -  +
replaceInColumn        other     +  0  0  0  0  -  -  -  -  -  -  -  0
undoChange             own       +  +  +  +  +  -  -  -  -  -  -  -  +
undoChange             other     +  0  0  0  0  -  -  -  -  -  -  -  0
confirmRoles           own       +  +  +  +  +  -  -  -  -  -  -  -  +
confirmRoles           other     +  0  0  0  0  -  -  -  -  -  -  -  0
chooseExisting         own       +  +  +  +  +  -  -  -  -  -  -  -  +
chooseExisting         other     +  0  0  0  0  -  -  -  -  -  -  -  0
confirmImport          own       +  +  +  +  +  -  -  -  -  -  -  -  +
confirmImport          other     +  0  0  0  0  -  -  -  -  -  -  -  0
pauseImport            own       +  +  +  +  +  -  -  -  -  -  -  -  +
pauseImport            other     +  0  0  0  0  -  -  -  -  -  -  -  0
resumeImport           own       +  +  +  +  +  -  -  -  -  -  -  -  +
resumeImport           other     +  0  0  0  0  -  -  -  -  -  -  -  0
cancelImport           own       +  +  +  +  +  -  -  -  -  -  -  -  +
cancelImport           other     +  0  0  0  0  -  -  -  -  -  -  -  0
undoImport             own       +  +  +  +  +  -  -  -  -  -  -  -  +
undoImport             other     +  0  0  0  0  -  -  -  -  -  -  -  0

previewJob             in        +  +  +  +  +  -  -  -  -  -  -  -  +
previewJob             out  hall +  0  0  0  0  -  -  -  -  -  -  -  0
startJob               in        +  +  +  +  +  -  -  -  -  -  -  -  +
startJob               out   api +  0  0  0  0  -  -  -  -  -  -  -  0
previewPeopleJob       in        +  +  +  +  +  -  -  -  -  -  -  -  +
previewPeopleJob       out  hall +  0  0  0  0  -  -  -  -  -  -  -  0
startPeopleJob         in        +  +  +  +  +  -  -  -  -  -  -  -  +
startPeopleJob         out       +  0  0  0  0  -  -  -  -  -  -  -  0
startPeopleJob/leave   in        +  +  +  0  0  -  -  -  -  -  -  -  0
startPeopleJob/leave   out       +  0  0  0  0  -  -  -  -  -  -  -  0
startPeopleJob/enrol   in        +  +  +  +  -  -  -  -  0  -  -  -  -
startPeopleJob/enrol   out       +  0  0  0  -  -  -  -  0  -  -  -  -
startPeopleJob/withdraw in       +  +  +  +  -  -  -  -  0  -  -  -  -
startPeopleJob/withdraw out      +  0  0  0  -  -  -  -  0  -  -  -  -
viewJob                own       +  +  +  +  +  0  0  0  0  0  -  -  +
viewJob                other     +  0  0  0  0  0  0  0  0  0  -  -  0
exportJob              own       +  +  +  +  +  -  -  -  -  -  -  -  +
exportJob              other     +  0  0  0  0  -  -  -  -  -  -  -  0
undoJob                own       +  +  +  +  +  0  0  0  0  0  -  -  +
listWork               here      +  +  +  +  +  +  +  +  +  +  -  -  +

listCourses            here      +  +  +  +  -  +  +  +  +  +  -  -  -
viewCourse             other     +  +  +  +  -  +  +  +  +  +  -  -  -
viewCatalogShelf       here      +  +  +  +  -  +  +  +  +  +  -  -  -
previewCatalogCourse   own       +  -  +  +  -  -  -  -  -  +  -  -  -
previewCatalogCourse   other     +  -  -  -  -  -  -  -  -  -  -  -  -
createCourse           here      +  -  +  +  -  -  -  -  -  +  -  -  -
changeCourse           own       +  -  +  +  -  -  -  -  -  +  -  -  -
changeCourse           other     +  -  -  -  -  -  -  -  -  -  -  -  -
deleteCourse           own       +  -  +  +  -  -  -  -  -  +  -  -  -
deleteCourse           other     +  -  -  -  -  -  -  -  -  -  -  -  -
assignCourse           in        +  +  +  +  -  -  +  0  0  -  -  -  -
assignCourse           out       +  0  0  0  -  -  0  0  0  -  -  -  -
unassignCourse         in        +  +  +  +  -  -  +  0  0  -  -  -  -
unassignCourse         out       +  0  0  0  -  -  0  0  0  -  -  -  -
listCourseSessions     here      +  +  +  +  -  +  +  +  +  +  -  -  -
listCourseSessions     out       +  0  0  0  -  0  0  0  0  +  -  -  -
viewCourseSession      in        +  +  +  +  -  +  +  +  +  +  -  -  -
viewCourseSession      out       +  +  +  +  -  +  +  +  +  +  -  -  -
changeCourseSession    in        +  -  +  +  -  -  -  -  -  -  -  -  -
changeCourseSession    out       +  -  -  -  -  -  -  -  -  -  -  -  -
cancelCourseSession    in        +  -  +  +  -  -  -  -  -  -  -  -  -
cancelCourseSession    out       +  -  -  -  -  -  -  -  -  -  -  -  -
listAttendees          in        +  +  +  +  -  +  +  +  +  +  -  -  -
addAttendee            in        +  +  +  +  -  -  +  +  +  -  -  -  -
addAttendee            out       +  0  0  0  -  -  0  0  0  -  -  -  -
removeAttendee         in        +  +  +  +  -  -  +  +  +  -  -  -  -
removeAttendee         out       +  0  0  0  -  -  0  0  0  -  -  -  -
listEnrolments         here      +  +  +  +  -  +  +  +  +  +  -  -  -
enrolMember            in        +  +  +  +  -  -  +  +  +  -  -  -  -
enrolMember            out       +  0  0  0  -  -  0  0  0  -  -  -  -
setProgress            in        +  +  +  +  -  -  +  +  +  0  -  -  -
setProgress            own       +  0  +  +  -  -  0  0  0  +  -  -  -
setProgress            out       +  0  0  0  -  -  0  0  0  0  -  -  -
completeEnrolment      in        +  +  +  +  -  -  +  +  +  0  -  -  -
completeEnrolment      own       +  0  +  +  -  -  0  0  0  +  -  -  -
completeEnrolment      out       +  0  0  0  -  -  0  0  0  0  -  -  -
withdrawEnrolment      in        +  +  +  +  -  -  +  +  +  0  -  -  -
withdrawEnrolment      own       +  0  +  +  -  -  0  0  0  +  -  -  -
withdrawEnrolment      out       +  0  0  0  -  -  0  0  0  0  -  -  -
reopenEnrolment        in        +  +  +  +  -  -  +  +  +  0  -  -  -
reopenEnrolment        own       +  0  +  +  -  -  0  0  0  +  -  -  -
reopenEnrolment        out       +  0  0  0  -  -  0  0  0  0  -  -  -
viewCertificate        in        +  +  +  +  -  +  +  +  +  0  -  -  -
viewCertificate        own       +  0  +  +  -  0  0  0  0  +  -  -  -
viewCertificate        out       +  0  0  0  -  0  0  0  0  0  -  -  -

viewOwnWorkspace       here      +  +  +  +  +  +  +  +  +  +  -  +  +
viewRoleTable          here      +  +  +  +  +  +  +  +  +  +  -  +  +
listCustomRoles        here api  +  +  +  +  +  +  +  +  +  +  -  +  +
listCustomRoles        here page +  -  -  -  -  -  -  -  -  -  -  -  -
viewCustomRole         here      +  -  -  -  -  -  -  -  -  -  -  -  -
createCustomRole       here      +  -  -  -  -  -  -  -  -  -  -  -  -
changeCustomRole       here      +  -  -  -  -  -  -  -  -  -  -  -  -
deleteCustomRole       here      +  -  -  -  -  -  -  -  -  -  -  -  -
changeWorkspace        here      +  -  -  -  -  -  -  -  -  -  -  -  -
reviewPolicies         here      +  -  -  -  -  -  -  -  -  -  -  -  -
listCustomFields       here api  +  +  +  +  +  +  -  -  +  -  -  -  +
listCustomFields       here page +  -  -  -  -  -  -  -  -  -  -  -  -
viewCustomField        here      +  -  -  -  -  -  -  -  -  -  -  -  -
createCustomField      here      +  -  -  -  -  -  -  -  -  -  -  -  -
changeCustomField      here      +  -  -  -  -  -  -  -  -  -  -  -  -
orderCustomFields      here      +  -  -  -  -  -  -  -  -  -  -  -  -
listLabels             here      +  -  -  -  -  -  -  -  -  -  -  -  -
renameLabel            here      +  -  -  -  -  -  -  -  -  -  -  -  -
deleteLabel            here      +  -  -  -  -  -  -  -  -  -  -  -  -
viewSeats              here      +  -  -  -  -  -  -  -  -  -  -  -  -
viewSender             here      +  -  -  -  -  -  -  -  -  -  -  -  -
exportSeats            here      +  -  -  -  -  -  -  -  -  -  -  -  -
viewInsights           here      +  -  -  -  -  -  -  -  -  -  -  -  -
viewCatalogNumbers     here      +  -  -  -  -  -  -  -  -  -  -  -  -
listRegistrationLinks  here     +  +  +  +  +  -  -  -  -  -  -  -  +
viewLinkForm           here     +  +  +  +  +  -  -  -  -  -  -  -  +
findLinkPlaces         here     +  +  +  +  +  -  -  -  -  -  -  -  +
listRegistrations      here     +  +  +  +  +  -  -  -  -  -  -  -  +
countWaitingRegistrations here     +  +  +  +  +  -  -  -  -  -  -  -  +
viewRegistrationLink   in       +  +  +  +  +  -  -  -  -  -  -  -  +
viewRegistrationLink   both     +  0  0  0  0  -  -  -  -  -  -  -  0
viewRegistrationLink   out      +  0  0  0  0  -  -  -  -  -  -  -  0
viewRegistrationLink   here     +  0  0  0  0  -  -  -  -  -  -  -  0
createRegistrationLink here     +  f  f  f  f  -  -  -  -  -  -  -  f
createRegistrationLink in       +  +  +  +  +  -  -  -  -  -  -  -  +
createRegistrationLink both     +  f  f  f  f  -  -  -  -  -  -  -  f
createRegistrationLink out      +  f  f  f  f  -  -  -  -  -  -  -  f
changeRegistrationLink in       +  +  +  +  +  -  -  -  -  -  -  -  +
changeRegistrationLink both     +  0  0  0  0  -  -  -  -  -  -  -  0
changeRegistrationLink out      +  0  0  0  0  -  -  -  -  -  -  -  0
changeRegistrationLink here     +  0  0  0  0  -  -  -  -  -  -  -  0
pauseRegistrationLink  in       +  +  +  +  +  -  -  -  -  -  -  -  +
pauseRegistrationLink  both     +  0  0  0  0  -  -  -  -  -  -  -  0
pauseRegistrationLink  out      +  0  0  0  0  -  -  -  -  -  -  -  0
pauseRegistrationLink  here     +  0  0  0  0  -  -  -  -  -  -  -  0
resumeRegistrationLink in       +  +  +  +  +  -  -  -  -  -  -  -  +
resumeRegistrationLink both     +  0  0  0  0  -  -  -  -  -  -  -  0
resumeRegistrationLink out      +  0  0  0  0  -  -  -  -  -  -  -  0
resumeRegistrationLink here     +  0  0  0  0  -  -  -  -  -  -  -  0
renewLinkCode          in       +  +  +  +  +  -  -  -  -  -  -  -  +
renewLinkCode          both     +  0  0  0  0  -  -  -  -  -  -  -  0
renewLinkCode          out      +  0  0  0  0  -  -  -  -  -  -  -  0
renewLinkCode          here     +  0  0  0  0  -  -  -  -  -  -  -  0
deleteRegistrationLink in       +  +  +  +  +  -  -  -  -  -  -  -  +
deleteRegistrationLink both     +  0  0  0  0  -  -  -  -  -  -  -  0
deleteRegistrationLink out      +  0  0  0  0  -  -  -  -  -  -  -  0
deleteRegistrationLink here     +  0  0  0  0  -  -  -  -  -  -  -  0
approveRegistrations   in       +  +  +  +  +  -  -  -  -  -  -  -  +
approveRegistrations   both     +  0  0  0  0  -  -  -  -  -  -  -  0
approveRegistrations   out      +  0  0  0  0  -  -  -  -  -  -  -  0
approveRegistrations   here     +  0  0  0  0  -  -  -  -  -  -  -  0
refuseRegistrations    in       +  +  +  +  +  -  -  -  -  -  -  -  +
refuseRegistrations    both     +  0  0  0  0  -  -  -  -  -  -  -  0
refuseRegistrations    out      +  0  0  0  0  -  -  -  -  -  -  -  0
refuseRegistrations    here     +  0  0  0  0  -  -  -  -  -  -  -  0
resendRegistration     in       +  +  +  +  +  -  -  -  -  -  -  -  +
resendRegistration     both     +  0  0  0  0  -  -  -  -  -  -  -  0
resendRegistration     out      +  0  0  0  0  -  -  -  -  -  -  -  0
resendRegistration     here     +  0  0  0  0  -  -  -  -  -  -  -  0
removeRegistration     in       +  +  +  +  +  -  -  -  -  -  -  -  +
removeRegistration     both     +  0  0  0  0  -  -  -  -  -  -  -  0
removeRegistration     out      +  0  0  0  0  -  -  -  -  -  -  -  0
removeRegistration     here     +  0  0  0  0  -  -  -  -  -  -  -  0
listOrders             here      +  -  -  -  -  -  -  -  -  -  -  -  -
viewOrder              here      +  -  -  -  -  -  -  -  -  -  -  -  -
exportOrders           here      +  -  -  -  -  -  -  -  -  -  -  -  -
refundOrder            here hall +  -  -  -  -  -  -  -  -  -  -  -  -
endConcern             here      +  -  -  -  -  -  -  -  -  -  -  -  -
listAuditEvents        here      +  +  +  +  +  -  -  -  -  -  -  -  +
previewMail            here      +  -  -  -  -  -  -  -  -  -  -  -  -
sendTestMail           here      +  -  -  -  -  -  -  -  -  -  -  -  -
uploadLogo             here      +  -  -  -  -  -  -  -  -  -  -  -  -
removeLogo             here      +  -  -  -  -  -  -  -  -  -  -  -  -
listApiKeys            here      +  -  -  -  -  -  -  -  -  -  -  -  -
createApiKey           here      +  -  -  -  -  -  -  -  -  -  -  -  -
revokeApiKey           here      +  -  -  -  -  -  -  -  -  -  -  -  -
saveConnection         here      +  -  -  -  -  -  -  -  -  -  -  -  -
viewConnection         here      +  -  -  -  -  -  -  -  -  -  -  -  -
tryConnection          here      +  -  -  -  -  -  -  -  -  -  -  -  -
enforceConnection      here      +  -  -  -  -  -  -  -  -  -  -  -  -
relaxConnection        here      +  -  -  -  -  -  -  -  -  -  -  -  -
releaseIdentity        here      +  -  -  -  -  -  -  -  -  -  -  -  -
removeConnection       here      +  -  -  -  -  -  -  -  -  -  -  -  -

createCourseSession    own       +  -  +  +  -  -  -  -  -  +  -  -  -
createCourseSession    in        +  -  +  +  -  -  -  -  -  0  -  -  -
createCourseSession    out       +  -  0  0  -  -  -  -  -  0  -  -  -
`;

/** Acts that anybody may ask for: what each gives a stranger is looked at in a test of its own. */
export const forEverybody = [
  "viewLogo",
  "checkLink",
  "viewInvitation",
  "joinAsNewPerson",
  "joinSignedIn",
  "signInAndJoin",
  "declineInvitation",
  "requestNewLink",
  "waitForSeat",
  "viewRegistrationDoor",
  "register",
  "registerAndEnter",
  "joinAsMyself",
  "mailRegistrationAgain",
  "mailProofAgain",
  "listCatalog",
  "listCatalogAddresses",
  "listOpenCatalogs",
  "viewCatalogCourse",
  "viewCheckout",
  "beginCheckout",
  "viewPurchase",
  "signIn",
  "signInWithCard",
  "signOut",
  "requestPasswordReset",
  "viewPasswordReset",
  "resetPassword",
  "requestVerification",
  "verifyAddress",
  "viewVerification",
  "confirmAddressChange",
  "beginSignOn",
  "finishSignOn",
  // Of whoever is signed in, and of nobody else.
  "actInRole",
  "listSessions",
  "endSession",
  "endOtherSessions",
  "changeOwnProfile",
  "changeOwnPassword",
  "chooseOwnPassword",
  "addOwnAddress",
  "exportOwnData",
  "enrolMyself",
  "viewOwnLearning",
  "viewOwnOrders",
  "viewOwnOrder",
  "viewOwnCourse",
  "viewOwnCertificate",
];

/** Acts above all workspaces, of a customer's administrators: no role of any workspace gives them (customers.test.ts). */
export const forCustomers = [
  "viewCustomer",
  "createWorkspace",
  "renameCustomer",
  "addCustomerAdmin",
  "removeCustomerAdmin",
];

/** Acts of the house: no member and no key gets one done, whatever they hold. */
export const forTheHouse = [
  "sealAuditEvents",
  "countCatalogView",
  "countInsights",
  "verifyAuditChain",
  "purgeNeverAccepted",
  "endAccessDue",
  "warnOfAccessEnds",
  "runImport",
  "sweepImports",
  "deliverMail",
  "sweepMail",
  "recordMailEvent",
  "recordPayment",
  "lapseUnproved",
  "expireInvitations",
  "sendReminders",
  "tellOfSeats",
  "purgeLeftovers",
  "remindOfSessions",
  "runJob",
  "sweepJobs",
  "checkStore",
  "createFirstCustomer",
  "setPlan",
  "viewLinkKeys",
  "askAddressChange",
  "relaxForSupport",
];

/**
 * What a key hands out, made by an administrator with this ceiling (O-19): roles of its rank and below, and the
 * administrator's rights otherwise.
 */
export const ceilings = {
  admin: [
    "admin",
    "unit_manager",
    "group_admin",
    "user_admin",
    "coach",
    "session_instructor",
    "instructor",
    "learner",
  ],
  unit_manager: [
    "unit_manager",
    "group_admin",
    "user_admin",
    "coach",
    "session_instructor",
    "instructor",
    "learner",
  ],
  group_admin: ["group_admin", "user_admin", "coach", "session_instructor", "instructor", "learner"],
  user_admin: ["user_admin", "coach", "session_instructor", "instructor", "learner"],
  coach: ["coach", "session_instructor", "instructor", "learner"],
  session_instructor: ["coach", "session_instructor", "instructor", "learner"],
  instructor: ["coach", "session_instructor", "instructor", "learner"],
  learner: ["learner"],
} as const;
