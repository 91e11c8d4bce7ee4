-- The public catalog: people who register themselves, links that let many in, orders, and what the catalog did by day
-- (F128 to F133). Who registers is a row of their own until they prove their mailbox.
CREATE TABLE `catalog_days` (
	`workspace_id` text NOT NULL,
	`day` text NOT NULL,
	`course_id` text NOT NULL,
	`views` integer NOT NULL,
	`started` integer NOT NULL,
	`verified` integer NOT NULL,
	`enrolled` integer NOT NULL,
	`paid` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `day`, `course_id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`course_id` text NOT NULL,
	`session_id` text,
	`membership_id` text,
	`registration_id` text,
	`status` text NOT NULL,
	`price_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`paid_minor` integer,
	`tax_minor` integer,
	`refunded_minor` integer NOT NULL,
	`checkout_id` text,
	`payment_id` text,
	`receipt_url` text,
	`concern` text,
	`created_at` integer NOT NULL,
	`paid_at` integer,
	`ended_at` integer,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`session_id`) REFERENCES `course_sessions`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`registration_id`) REFERENCES `registrations`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`workspace_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_course` ON `orders` (`workspace_id`,`course_id`,`id`);--> statement-breakpoint
CREATE INDEX `orders_concern` ON `orders` (`workspace_id`,`id`) WHERE "orders"."concern" is not null;--> statement-breakpoint
CREATE INDEX `orders_member` ON `orders` (`workspace_id`,`membership_id`,`id`) WHERE "orders"."membership_id" is not null;--> statement-breakpoint
CREATE INDEX `orders_registration` ON `orders` (`workspace_id`,`registration_id`) WHERE "orders"."registration_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `orders_checkout` ON `orders` (`checkout_id`) WHERE "orders"."checkout_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `orders_payment` ON `orders` (`payment_id`) WHERE "orders"."payment_id" is not null;--> statement-breakpoint
CREATE TABLE `payment_events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`workspace_id` text,
	`order_id` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `payment_events_order` ON `payment_events` (`workspace_id`,`order_id`,`at`);--> statement-breakpoint
CREATE TABLE `registration_courses` (
	`workspace_id` text NOT NULL,
	`registration_id` text NOT NULL,
	`course_id` text NOT NULL,
	`session_id` text,
	PRIMARY KEY(`workspace_id`, `registration_id`, `course_id`),
	FOREIGN KEY (`workspace_id`,`registration_id`) REFERENCES `registrations`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`session_id`) REFERENCES `course_sessions`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `registration_link_places` (
	`workspace_id` text NOT NULL,
	`link_id` text NOT NULL,
	`place_id` text NOT NULL,
	`unit_id` text,
	`group_id` text,
	`course_id` text,
	PRIMARY KEY(`workspace_id`, `link_id`, `place_id`),
	FOREIGN KEY (`workspace_id`,`link_id`) REFERENCES `registration_links`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`unit_id`) REFERENCES `units`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`group_id`) REFERENCES `groups`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`course_id`) REFERENCES `courses`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `registration_link_places_unit` ON `registration_link_places` (`workspace_id`,`unit_id`) WHERE "registration_link_places"."unit_id" is not null;--> statement-breakpoint
CREATE INDEX `registration_link_places_group` ON `registration_link_places` (`workspace_id`,`group_id`,`link_id`) WHERE "registration_link_places"."group_id" is not null;--> statement-breakpoint
CREATE INDEX `registration_link_places_course` ON `registration_link_places` (`workspace_id`,`course_id`) WHERE "registration_link_places"."course_id" is not null;--> statement-breakpoint
CREATE TABLE `registration_links` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`code` text NOT NULL,
	`security_code` text,
	`max_uses` integer,
	`uses` integer NOT NULL,
	`ends_at` integer,
	`domains` text,
	`paused_at` integer,
	`deleted_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `registration_links_code` ON `registration_links` (`workspace_id`,`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `registration_links_name` ON `registration_links` (`workspace_id`,`name_key`) WHERE "registration_links"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `registrations` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`language` text NOT NULL,
	`status` text NOT NULL,
	`link_id` text,
	`generation` integer NOT NULL,
	`issued_at` integer,
	`expires_at` integer NOT NULL,
	`send_times` text NOT NULL,
	`user_id` text,
	`proved_at` integer,
	`decided_at` integer,
	`decided_by` text,
	`membership_id` text,
	`created_at` integer NOT NULL,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`link_id`) REFERENCES `registration_links`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `registrations_open` ON `registrations` (`workspace_id`,`email`) WHERE "registrations"."status" in ('unpaid', 'started', 'waiting');--> statement-breakpoint
CREATE INDEX `registrations_status` ON `registrations` (`workspace_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `registrations_due` ON `registrations` (`expires_at`) WHERE "registrations"."status" in ('unpaid', 'started');--> statement-breakpoint
CREATE INDEX `registrations_link` ON `registrations` (`workspace_id`,`link_id`,`id`) WHERE "registrations"."link_id" is not null;--> statement-breakpoint
CREATE INDEX `registrations_user` ON `registrations` (`user_id`) WHERE "registrations"."user_id" is not null;--> statement-breakpoint
CREATE INDEX `outbox_registration` ON `outbox` (`workspace_id`,`subject_id`) WHERE "outbox"."subject_id" glob 'reg_*';--> statement-breakpoint
CREATE INDEX `registrations_member` ON `registrations` (`workspace_id`,`membership_id`) WHERE "registrations"."membership_id" is not null;--> statement-breakpoint
ALTER TABLE `courses` ADD `topic` text;--> statement-breakpoint
ALTER TABLE `courses` ADD `topic_key` text;--> statement-breakpoint
ALTER TABLE `courses` ADD `language` text;--> statement-breakpoint
ALTER TABLE `courses` ADD `duration_minutes` integer;--> statement-breakpoint
ALTER TABLE `courses` ADD `open_until` integer;--> statement-breakpoint
CREATE INDEX `courses_catalog` ON `courses` (`workspace_id`,`title_key`,`id`) WHERE "courses"."visibility" = 'catalog' and "courses"."status" = 'published' and "courses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `courses_catalog_topic` ON `courses` (`workspace_id`,`topic_key`,`title_key`,`id`) WHERE "courses"."visibility" = 'catalog' and "courses"."status" = 'published' and "courses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `courses_catalog_language` ON `courses` (`workspace_id`,`language`,`title_key`,`id`) WHERE "courses"."visibility" = 'catalog' and "courses"."status" = 'published' and "courses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `courses_catalog_price` ON `courses` (`workspace_id`,("price_minor" is null),`title_key`,`id`) WHERE "courses"."visibility" = 'catalog' and "courses"."status" = 'published' and "courses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `courses_catalog_dates` ON `courses` (`workspace_id`,`open_until`,`id`) WHERE "courses"."visibility" = 'catalog' and "courses"."status" = 'published' and "courses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `course_sessions_open` ON `course_sessions` (`workspace_id`,`course_id`,`starts_at`) WHERE "course_sessions"."group_id" is null and "course_sessions"."canceled_at" is null;--> statement-breakpoint
CREATE TABLE `insight_days` (
	`workspace_id` text NOT NULL,
	`day` text NOT NULL,
	`invited` integer NOT NULL,
	`delivered` integer NOT NULL,
	`opened` integer NOT NULL,
	`joined` integer NOT NULL,
	`learning` integer NOT NULL,
	`bounced` integer NOT NULL,
	`waits` text NOT NULL,
	`bounces` text NOT NULL,
	`counted_at` integer,
	`due_at` integer,
	`partial` text,
	`after_id` text,
	PRIMARY KEY(`workspace_id`, `day`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `insight_days_due` ON `insight_days` (`due_at`) WHERE "insight_days"."due_at" is not null;
--> statement-breakpoint
-- The words of the courses in the catalog, so that a search there is a range of an index however many courses there are.
CREATE TABLE `catalog_terms` (
  `workspace_id` text NOT NULL,
  `term` text NOT NULL,
  `course_id` text NOT NULL,
  PRIMARY KEY (`workspace_id`, `term`, `course_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `catalog_terms_course` ON `catalog_terms` (`workspace_id`,`course_id`,`term`);
--> statement-breakpoint
CREATE TRIGGER `catalog_course_listed` AFTER INSERT ON `courses`
WHEN NEW.`visibility` = 'catalog' AND NEW.`status` = 'published' AND NEW.`deleted_at` IS NULL
BEGIN
  INSERT OR IGNORE INTO `catalog_terms`
    SELECT NEW.`workspace_id`, `value`, NEW.`id` FROM json_each('[' || replace(json_quote(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW.`title_key` || ' ' || coalesce(NEW.`topic_key`, ''), '.', ' '), ',', ' '), ':', ' '), ';', ' '), '(', ' '), ')', ' '), '/', ' '), '-', ' '), '&', ' '), '!', ' '), '?', ' ')), ' ', '","') || ']') WHERE `value` <> '';
END;
--> statement-breakpoint
CREATE TRIGGER `catalog_course_relisted` AFTER UPDATE OF `title_key`, `topic_key`, `visibility`, `status`, `deleted_at` ON `courses`
WHEN OLD.`visibility` = 'catalog' OR NEW.`visibility` = 'catalog'
BEGIN
  DELETE FROM `catalog_terms` WHERE `workspace_id` = OLD.`workspace_id` AND `course_id` = OLD.`id`;
  INSERT OR IGNORE INTO `catalog_terms`
    SELECT NEW.`workspace_id`, `value`, NEW.`id` FROM json_each('[' || replace(json_quote(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(NEW.`title_key` || ' ' || coalesce(NEW.`topic_key`, ''), '.', ' '), ',', ' '), ':', ' '), ';', ' '), '(', ' '), ')', ' '), '/', ' '), '-', ' '), '&', ' '), '!', ' '), '?', ' ')), ' ', '","') || ']')
    WHERE `value` <> '' AND NEW.`visibility` = 'catalog' AND NEW.`status` = 'published' AND NEW.`deleted_at` IS NULL;
END;
--> statement-breakpoint
-- Until when a course has dates that anybody may choose: those of no group that are not canceled.
CREATE TRIGGER `course_date_opened` AFTER INSERT ON `course_sessions`
WHEN NEW.`group_id` IS NULL
BEGIN
  UPDATE `courses` SET `open_until` = (
    SELECT max(`starts_at`) FROM `course_sessions`
    WHERE `workspace_id` = NEW.`workspace_id` AND `course_id` = NEW.`course_id` AND `group_id` IS NULL AND `canceled_at` IS NULL)
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`course_id`;
END;
--> statement-breakpoint
CREATE TRIGGER `course_date_changed` AFTER UPDATE OF `starts_at`, `group_id`, `canceled_at` ON `course_sessions`
WHEN OLD.`group_id` IS NULL OR NEW.`group_id` IS NULL
BEGIN
  UPDATE `courses` SET `open_until` = (
    SELECT max(`starts_at`) FROM `course_sessions`
    WHERE `workspace_id` = NEW.`workspace_id` AND `course_id` = NEW.`course_id` AND `group_id` IS NULL AND `canceled_at` IS NULL)
  WHERE `workspace_id` = NEW.`workspace_id` AND `id` = NEW.`course_id`;
END;
--> statement-breakpoint
-- Courses and dates from before.
UPDATE `courses` SET `open_until` = (
  SELECT max(`starts_at`) FROM `course_sessions` s
  WHERE s.`workspace_id` = `courses`.`workspace_id` AND s.`course_id` = `courses`.`id` AND s.`group_id` IS NULL AND s.`canceled_at` IS NULL);
--> statement-breakpoint
INSERT OR IGNORE INTO `catalog_terms`
  SELECT `courses`.`workspace_id`, `value`, `courses`.`id`
  FROM `courses`, json_each('[' || replace(json_quote(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(`courses`.`title_key`, '.', ' '), ',', ' '), ':', ' '), ';', ' '), '(', ' '), ')', ' '), '/', ' '), '-', ' '), '&', ' '), '!', ' '), '?', ' ')), ' ', '","') || ']')
  WHERE `value` <> '' AND `visibility` = 'catalog' AND `status` = 'published' AND `deleted_at` IS NULL;
--> statement-breakpoint
-- An invited person who came in by themselves has two rows for a while, and the address stands in the one that is in
-- use (P-04). When that one is removed, or changes to another address, the open invitation's row has it again.
CREATE TRIGGER `address_given_back` AFTER UPDATE OF `status`, `email` ON `memberships`
WHEN OLD.`status` <> 'removed' AND OLD.`email` IS NOT NULL
  AND (NEW.`status` = 'removed' OR NEW.`email` IS NOT OLD.`email`)
BEGIN
  UPDATE `memberships` SET `email` = OLD.`email`
  WHERE `workspace_id` = NEW.`workspace_id` AND `status` = 'pending' AND `email` IS NULL
    AND `id` <> NEW.`id` AND `id` = (
      SELECT `membership_id` FROM `invitations`
      WHERE `workspace_id` = NEW.`workspace_id` AND `email` = OLD.`email` AND `status` = 'pending'
    );
END;
