CREATE TABLE `import_rows` (
	`workspace_id` text NOT NULL,
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`cells` text NOT NULL,
	`resolved` text,
	`email` text,
	`outcome` text NOT NULL,
	`problem` text,
	`membership_id` text,
	`invitation_id` text,
	PRIMARY KEY(`workspace_id`, `import_id`, `line`),
	FOREIGN KEY (`workspace_id`,`import_id`) REFERENCES `imports`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `import_rows_email` ON `import_rows` (`workspace_id`,`import_id`,`email`) WHERE "import_rows"."email" is not null;--> statement-breakpoint
CREATE INDEX `import_rows_problem` ON `import_rows` (`workspace_id`,`import_id`,`problem`,`line`) WHERE "import_rows"."problem" is not null;--> statement-breakpoint
CREATE TABLE `imports` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`dry_run` integer NOT NULL,
	`file_name` text NOT NULL,
	`file_bytes` integer NOT NULL,
	`file_digest` text,
	`encoding` text,
	`delimiter` text,
	`header` text,
	`mapping` text,
	`notices` text,
	`options` text NOT NULL,
	`counts` text NOT NULL,
	`row_count` integer NOT NULL,
	`cursor` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`lease` text,
	`lease_until` integer,
	`failure` text,
	`created_at` integer NOT NULL,
	`confirmed_at` integer,
	`finished_at` integer,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `imports_working` ON `imports` (`status`,`created_at`) WHERE "imports"."status" in ('receiving', 'checking', 'running', 'undoing');--> statement-breakpoint
ALTER TABLE `invitations` ADD `reminders` text;--> statement-breakpoint
ALTER TABLE `invitations` ADD `remind_at` integer;--> statement-breakpoint
CREATE INDEX `invitations_reminders` ON `invitations` (`remind_at`) WHERE "invitations"."remind_at" is not null and "invitations"."status" = 'pending';--> statement-breakpoint
CREATE INDEX `outbox_leased` ON `outbox` (`lease`) WHERE "outbox"."state" = 'leased';