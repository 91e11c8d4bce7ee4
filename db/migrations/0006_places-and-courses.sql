CREATE TABLE `certificates` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`membership_id` text NOT NULL,
	`course_id` text NOT NULL,
	`person_name` text NOT NULL,
	`course_title` text NOT NULL,
	`issued_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_member_course` ON `certificates` (`workspace_id`,`membership_id`,`course_id`);--> statement-breakpoint
CREATE TABLE `course_groups` (
	`workspace_id` text NOT NULL,
	`group_id` text NOT NULL,
	`course_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `group_id`, `course_id`),
	FOREIGN KEY (`workspace_id`,`group_id`) REFERENCES `groups`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `course_groups_course` ON `course_groups` (`workspace_id`,`course_id`);--> statement-breakpoint
CREATE TABLE `course_sessions` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`course_id` text NOT NULL,
	`group_id` text,
	`title` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`place` text,
	`link` text,
	`seats` integer,
	`created_at` integer NOT NULL,
	`canceled_at` integer,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`group_id`) REFERENCES `groups`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `course_sessions_course` ON `course_sessions` (`workspace_id`,`course_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `course_sessions_group` ON `course_sessions` (`workspace_id`,`group_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `course_sessions_start` ON `course_sessions` (`starts_at`);--> statement-breakpoint
CREATE TABLE `course_units` (
	`workspace_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`course_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `unit_id`, `course_id`),
	FOREIGN KEY (`workspace_id`,`unit_id`) REFERENCES `units`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `course_units_course` ON `course_units` (`workspace_id`,`course_id`);--> statement-breakpoint
CREATE TABLE `courses` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`summary` text NOT NULL,
	`description` text NOT NULL,
	`status` text NOT NULL,
	`visibility` text NOT NULL,
	`price_minor` integer,
	`currency` text,
	`owner_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`owner_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `courses_title` ON `courses` (`workspace_id`,`title_key`,`id`) WHERE "courses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `courses_owner` ON `courses` (`workspace_id`,`owner_id`);--> statement-breakpoint
CREATE TABLE `enrolments` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`membership_id` text NOT NULL,
	`course_id` text NOT NULL,
	`origin` text NOT NULL,
	`status` text NOT NULL,
	`progress` integer NOT NULL,
	`enrolled_at` integer NOT NULL,
	`completed_at` integer,
	`withdrawn_at` integer,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_member_course` ON `enrolments` (`workspace_id`,`membership_id`,`course_id`);--> statement-breakpoint
CREATE INDEX `enrolments_course` ON `enrolments` (`workspace_id`,`course_id`,`status`,`id`);--> statement-breakpoint
CREATE TABLE `invitation_courses` (
	`workspace_id` text NOT NULL,
	`invitation_id` text NOT NULL,
	`course_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `invitation_id`, `course_id`),
	FOREIGN KEY (`workspace_id`,`invitation_id`) REFERENCES `invitations`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `session_attendees` (
	`workspace_id` text NOT NULL,
	`session_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`origin` text NOT NULL,
	`added_at` integer NOT NULL,
	`told_at` integer,
	`reminded_at` integer,
	PRIMARY KEY(`workspace_id`, `session_id`, `membership_id`),
	FOREIGN KEY (`workspace_id`,`session_id`) REFERENCES `course_sessions`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `session_attendees_member` ON `session_attendees` (`workspace_id`,`membership_id`);--> statement-breakpoint
CREATE TABLE `session_instructors` (
	`workspace_id` text NOT NULL,
	`session_id` text NOT NULL,
	`membership_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `session_id`, `membership_id`),
	FOREIGN KEY (`workspace_id`,`session_id`) REFERENCES `course_sessions`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `session_instructors_member` ON `session_instructors` (`workspace_id`,`membership_id`);--> statement-breakpoint
CREATE TABLE `custom_fields` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`choices` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_fields_key` ON `custom_fields` (`workspace_id`,`key`);--> statement-breakpoint
ALTER TABLE `auth_sessions` ADD `acting_role` text;--> statement-breakpoint
ALTER TABLE `auth_sessions` ADD `acting_workspace_id` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `lookups` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `memberships` ADD `access_ends_on` text;--> statement-breakpoint
ALTER TABLE `memberships` ADD `access_ends_at` integer;--> statement-breakpoint
ALTER TABLE `memberships` ADD `access_end_does` text;--> statement-breakpoint
ALTER TABLE `memberships` ADD `access_warned` integer;--> statement-breakpoint
ALTER TABLE `memberships` ADD `deactivated_by` text;--> statement-breakpoint
ALTER TABLE `memberships` ADD `labels` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `memberships` ADD `custom_fields` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX `memberships_access_end` ON `memberships` (`access_ends_at`) WHERE "memberships"."access_ends_at" is not null and "memberships"."status" = 'active';--> statement-breakpoint
ALTER TABLE `groups` ADD `name_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `description` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `groups` ADD `path` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `units` ADD `name_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
-- What stands there already gets its key and its path; of siblings with one name the later ones get a number.
UPDATE `units` SET `name_key` = lower(`name`) || coalesce((
  SELECT ' ' || count(*) FROM `units` o WHERE o.`workspace_id` = `units`.`workspace_id`
    AND o.`parent_id` IS `units`.`parent_id` AND lower(o.`name`) = lower(`units`.`name`) AND o.`id` < `units`.`id`
  HAVING count(*) > 0), '');--> statement-breakpoint
UPDATE `groups` SET `name_key` = lower(`name`) || coalesce((
  SELECT ' ' || count(*) FROM `groups` o WHERE o.`workspace_id` = `groups`.`workspace_id`
    AND o.`parent_id` IS `groups`.`parent_id` AND lower(o.`name`) = lower(`groups`.`name`) AND o.`id` < `groups`.`id`
  HAVING count(*) > 0), '');--> statement-breakpoint
WITH RECURSIVE tree(`workspace_id`, `id`, `path`) AS (
  SELECT `workspace_id`, `id`, `id` || '/' FROM `groups` WHERE `parent_id` IS NULL
  UNION ALL
  SELECT g.`workspace_id`, g.`id`, t.`path` || g.`id` || '/'
  FROM tree t JOIN `groups` g ON g.`workspace_id` = t.`workspace_id` AND g.`parent_id` = t.`id`
)
UPDATE `groups` SET `path` = tree.`path` FROM tree
WHERE tree.`workspace_id` = `groups`.`workspace_id` AND tree.`id` = `groups`.`id`;--> statement-breakpoint
CREATE UNIQUE INDEX `groups_path` ON `groups` (`workspace_id`,`path`);--> statement-breakpoint
CREATE UNIQUE INDEX `groups_name` ON `groups` (`workspace_id`,coalesce(`parent_id`, ''),`name_key`);--> statement-breakpoint
CREATE INDEX `groups_unit` ON `groups` (`workspace_id`,`unit_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `units_name` ON `units` (`workspace_id`,coalesce(`parent_id`, ''),`name_key`);--> statement-breakpoint
CREATE INDEX `group_members_group` ON `group_members` (`workspace_id`,`group_id`,`kind`,`membership_id`);--> statement-breakpoint
CREATE INDEX `role_assignments_unit` ON `role_assignments` (`workspace_id`,`unit_id`) WHERE "role_assignments"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX `role_assignments_group` ON `role_assignments` (`workspace_id`,`group_id`) WHERE "role_assignments"."group_id" is not null;--> statement-breakpoint
CREATE INDEX `unit_members_unit` ON `unit_members` (`workspace_id`,`unit_id`,`membership_id`);