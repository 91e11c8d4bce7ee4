CREATE TABLE `api_keys` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`max_role` text NOT NULL,
	`creator_membership_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`creator_membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `audit_details` (
	`workspace_id` text NOT NULL,
	`audit_id` text NOT NULL,
	`actor_name` text,
	`details` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `audit_id`),
	FOREIGN KEY (`workspace_id`,`audit_id`) REFERENCES `audit_events`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit_events` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`membership_id` text,
	`target_id` text,
	`op` text NOT NULL,
	`ip_prefix` text,
	`request_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `audit_events_membership` ON `audit_events` (`workspace_id`,`membership_id`,`id`) WHERE "audit_events"."membership_id" is not null;--> statement-breakpoint
CREATE INDEX `audit_events_action` ON `audit_events` (`workspace_id`,`action`,`id`);--> statement-breakpoint
CREATE TABLE `audit_seals` (
	`workspace_id` text NOT NULL,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`prev_hash` text NOT NULL,
	`hash` text NOT NULL,
	`sealed_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `to_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `auth_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`user_agent` text,
	`ip_prefix` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `auth_sessions_token` ON `auth_sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `auth_sessions_user` ON `auth_sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `auth_sessions_expiry` ON `auth_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`workspace_id` text NOT NULL,
	`api_key_id` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`status` integer NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `api_key_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `idempotency_keys_age` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `job_results` (
	`workspace_id` text NOT NULL,
	`job_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`outcome` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `job_id`, `membership_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `jobs` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`filter` text NOT NULL,
	`note` text,
	`status` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`cursor` text,
	`total` integer NOT NULL,
	`done` integer NOT NULL,
	`skipped` integer NOT NULL,
	`due_at` integer NOT NULL,
	`lease` text,
	`lease_until` integer,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `jobs_running` ON `jobs` (`status`,`created_at`);--> statement-breakpoint
CREATE TABLE `password_resets` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`op` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `password_resets_user` ON `password_resets` (`user_id`);--> statement-breakpoint
CREATE INDEX `password_resets_expiry` ON `password_resets` (`expires_at`);--> statement-breakpoint
CREATE TABLE `rate_counters` (
	`key` text NOT NULL,
	`window_start` integer NOT NULL,
	`count` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`key`, `window_start`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `rate_counters_expiry` ON `rate_counters` (`expires_at`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`membership_id` text NOT NULL,
	`email` text NOT NULL,
	`status` text NOT NULL,
	`generation` integer NOT NULL,
	`floor_generation` integer NOT NULL,
	`revision` integer NOT NULL,
	`language` text NOT NULL,
	`note` text,
	`term_ms` integer,
	`expires_at` integer,
	`issued_at` integer,
	`link_exposed` integer NOT NULL,
	`tell_inviter` integer NOT NULL,
	`inviter_kind` text NOT NULL,
	`inviter_id` text NOT NULL,
	`inviter_name` text NOT NULL,
	`origin` text NOT NULL,
	`delivery` text NOT NULL,
	`delivery_detail` text,
	`last_sent_at` integer,
	`send_times` text NOT NULL,
	`accept_op` text,
	`accepted_user_id` text,
	`ended_at` integer,
	`end_reason` text,
	`last_op` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_pending` ON `invitations` (`workspace_id`,`email`) WHERE "invitations"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `invitations_membership` ON `invitations` (`workspace_id`,`membership_id`);--> statement-breakpoint
CREATE INDEX `invitations_due` ON `invitations` (`expires_at`) WHERE "invitations"."status" = 'pending' and "invitations"."expires_at" is not null;--> statement-breakpoint
CREATE TABLE `mail_events` (
	`key` text PRIMARY KEY NOT NULL,
	`workspace_id` text,
	`outbox_id` text,
	`invitation_id` text,
	`type` text NOT NULL,
	`detail` text,
	`at` integer NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mail_events_invitation` ON `mail_events` (`workspace_id`,`invitation_id`) WHERE "mail_events"."invitation_id" is not null;--> statement-breakpoint
CREATE TABLE `outbox` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`template` text NOT NULL,
	`invitation_id` text,
	`generation` integer NOT NULL,
	`subject_id` text,
	`to_email` text NOT NULL,
	`language` text NOT NULL,
	`note` text,
	`state` text NOT NULL,
	`priority` integer NOT NULL,
	`due_at` integer NOT NULL,
	`lease` text,
	`lease_until` integer,
	`attempts` integer NOT NULL,
	`message_id` text,
	`sent_at` integer,
	`error` text,
	`op` text NOT NULL,
	`undo` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`,`invitation_id`) REFERENCES `invitations`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`workspace_id`,`priority`,`due_at`) WHERE "outbox"."state" = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_stuck` ON `outbox` (`lease_until`) WHERE "outbox"."state" in ('leased', 'unknown');--> statement-breakpoint
CREATE INDEX `outbox_invitation` ON `outbox` (`workspace_id`,`invitation_id`) WHERE "outbox"."invitation_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_message` ON `outbox` (`message_id`) WHERE "outbox"."message_id" is not null;--> statement-breakpoint
CREATE TABLE `customer_admins` (
	`customer_id` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`customer_id`, `user_id`),
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `group_members` (
	`workspace_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`group_id` text NOT NULL,
	`kind` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `membership_id`, `group_id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`group_id`) REFERENCES `groups`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `memberships` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text,
	`email` text,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`language` text NOT NULL,
	`status` text NOT NULL,
	`shown_as` text NOT NULL,
	`delivery` text NOT NULL,
	`link_expires_at` integer,
	`invitation_id` text,
	`inviter_id` text NOT NULL,
	`import_id` text,
	`external_id` text,
	`search_terms` text NOT NULL,
	`created_at` integer NOT NULL,
	`joined_at` integer,
	`last_seen_at` integer,
	`removed_at` integer,
	`last_op` text,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `memberships_email` ON `memberships` (`workspace_id`,`email`) WHERE "memberships"."status" <> 'removed';--> statement-breakpoint
CREATE UNIQUE INDEX `memberships_user` ON `memberships` (`user_id`,`workspace_id`) WHERE "memberships"."user_id" is not null and "memberships"."status" <> 'removed';--> statement-breakpoint
CREATE INDEX `memberships_expiring` ON `memberships` (`workspace_id`,`link_expires_at`) WHERE "memberships"."link_expires_at" is not null and "memberships"."shown_as" = 'pending';--> statement-breakpoint
CREATE TABLE `role_assignments` (
	`workspace_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`role` text NOT NULL,
	`scope_id` text NOT NULL,
	`unit_id` text,
	`group_id` text,
	PRIMARY KEY(`workspace_id`, `membership_id`, `role`, `scope_id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`unit_id`) REFERENCES `units`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`group_id`) REFERENCES `groups`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `role_assignments_admins` ON `role_assignments` (`workspace_id`,`membership_id`) WHERE "role_assignments"."role" = 'admin' and "role_assignments"."scope_id" = '';--> statement-breakpoint
CREATE TABLE `unit_members` (
	`workspace_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `membership_id`, `unit_id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`unit_id`) REFERENCES `units`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text,
	`email_verified_at` integer,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`language` text NOT NULL,
	`password_hash` text,
	`password_changed_at` integer,
	`status` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `groups` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`unit_id` text,
	`name` text NOT NULL,
	`visibility` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`parent_id`) REFERENCES `groups`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`unit_id`) REFERENCES `units`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `units` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`path` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`workspace_id`,`parent_id`) REFERENCES `units`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `units_path` ON `units` (`workspace_id`,`path`);--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`customer_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`preset` text NOT NULL,
	`policy_overrides` text NOT NULL,
	`accent_color` text NOT NULL,
	`time_zone` text NOT NULL,
	`language` text NOT NULL,
	`support_contact` text,
	`reply_to` text,
	`invite_epoch` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_slug` ON `workspaces` (`slug`);--> statement-breakpoint
CREATE INDEX `workspaces_customer` ON `workspaces` (`customer_id`);