// Generated from openapi/main.json by `npm run api`; not for editing.

export interface paths {
    "/api/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All keys without their secrets, newest first.
         * @description For: admin.
         */
        get: operations["api_keys_show_keys_get"];
        put?: never;
        /**
         * Create a key. Only this response contains its secret.
         * @description For: admin.
         */
        post: operations["api_keys_make_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/api-keys/{key_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key at once.
         * @description For: admin.
         */
        post: operations["api_keys_revoke__int_key_id__revoke_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All bookings of the studio, the newest first.
         * @description For: admin.
         */
        get: operations["studio_bookings_list_studio_bookings_bookings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/first-start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which steps of a new studio are done: its name, the first facilitator, the first event.
         * @description For: admin.
         */
        get: operations["people_show_first_start_first_start_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what and when, newest first.
         * @description For: admin.
         */
        get: operations["audit_audit_trail_journal_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/journal/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The kinds of subjects that have entries, and what was done to them.
         * @description For: admin.
         */
        get: operations["audit_audit_actions_journal_actions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/message-texts/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The texts of a message that can be changed, the original ones, and what was saved before, the newest first.
         * @description For: admin.
         */
        get: operations["message_texts_show_texts_message_texts__kind__get"];
        /**
         * Use these texts from now on. Without any, the original ones are used again.
         * @description For: admin.
         */
        put: operations["message_texts_change_texts_message_texts__kind__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/message-texts/{kind}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A message with these texts, rendered with the documented examples, in the studio's look. Changes nothing.
         * @description For: admin.
         */
        post: operations["message_texts_preview_texts_message_texts__kind__preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts by name or address, the newest first.
         * @description For: admin.
         */
        get: operations["people_list_people_people_get"];
        put?: never;
        /**
         * Invite somebody by mail. The link works once, for seven days. Confirm that it's you first.
         * @description For: admin.
         */
        post: operations["people_invite_people_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a person, here and in the CRM. Bookings and payments stay, without their name. Can't be undone.
         * @description For: admin.
         */
        post: operations["people_erase_people__int_user_id__erase_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the invitation again. The link before it ends.
         * @description For: admin.
         */
        post: operations["people_invite_again_people__int_user_id__invite_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Give a person these roles. The last admin can't lose theirs. Confirm that it's you first.
         * @description For: admin.
         */
        put: operations["people_change_roles_people__int_user_id__roles_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}/switch-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a person out everywhere; they can't sign in until they are switched on. Confirm that it's you first.
         * @description For: admin.
         */
        post: operations["people_switch_off_people__int_user_id__switch_off_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/people/{user_id}/switch-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a person sign in again. Confirm that it's you first.
         * @description For: admin.
         */
        post: operations["people_switch_on_people__int_user_id__switch_on_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Addresses and numbers that must not be written to, newest first.
         * @description For: admin.
         */
        get: operations["suppressions_show_get"];
        put?: never;
        /**
         * Write nothing to this address any more, not even what waits already.
         * @description For: admin.
         */
        post: operations["suppressions_add_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/suppressions/{suppression_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Allow messages to this address again.
         * @description For: admin.
         */
        delete: operations["suppressions_remove__int_suppression_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/template-comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The comparisons of variants, with their counts.
         * @description For: admin.
         */
        get: operations["templates_list_comparisons_template_comparisons_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/template-comparisons/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Begin or end the comparison of a kind's variants.
         * @description For: admin.
         */
        put: operations["templates_set_comparison_template_comparisons__kind__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every kind of message, with its languages, variants and channels.
         * @description For: admin.
         */
        get: operations["templates_list_templates_templates_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/templates/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A message rendered with the documented examples, in the studio's look.
         * @description For: admin.
         */
        get: operations["templates_show_template_templates__kind__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health and statistics of all deliveries.
         * @description For: admin.
         */
        get: operations["integration_show_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The current alerts.
         * @description For: admin.
         */
        get: operations["integration_show_alerts_alerts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/channels/{channel}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a channel: its messages wait.
         * @description For: admin.
         */
        post: operations["integration_pause_channels__channel__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/channels/{channel}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused channel.
         * @description For: admin.
         */
        post: operations["integration_resume_channels__channel__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last comparison of the bookings with the CRM's; null if there was none.
         * @description For: admin.
         */
        get: operations["integration_show_check_check_get"];
        put?: never;
        /**
         * Compare the bookings with the CRM's now.
         * @description For: admin.
         */
        post: operations["integration_check_check_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find deliveries.
         * @description For: admin.
         */
        get: operations["integration_list_deliveries_deliveries_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/deliveries/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One delivery with its request, attempts and response; personal data masked.
         * @description For: admin.
         */
        get: operations["integration_show_delivery_deliveries__int_message_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard the dead letters that the body selects: they will not be delivered.
         * @description For: admin.
         */
        post: operations["integration_discard_discard_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/resync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare the bookings with the CRM's, and send it those that differ.
         * @description For: admin.
         */
        post: operations["integration_resync_resync_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/integration/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Retry the dead letters that the body selects; without a body, all of them.
         * @description For: admin.
         */
        patch: operations["integration_retry_failed_retry_failed_patch"];
        trace?: never;
    };
    "/api/crm/integration/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A live test: through the outbox to the CRM and back, with the time of each step.
         * @description For: admin.
         */
        post: operations["integration_test_test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The messages that were sent, newest first.
         * @description For: admin.
         */
        get: operations["mailbox_list_messages_get"];
        put?: never;
        post?: never;
        /**
         * Delete all messages from the mailbox.
         * @description For: admin.
         */
        delete: operations["mailbox_empty_mailbox_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mailbox/{mail_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One message: HTML, text, source and attachments.
         * @description For: admin.
         */
        get: operations["mailbox_show_message__mail_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mailbox/{mail_id}/attachments/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One attachment, as a file to save.
         * @description For: admin.
         */
        get: operations["mailbox_download_attachment__mail_id__attachments__int_index__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/money/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last money check.
         * @description For: admin.
         */
        get: operations["money_last_check_api_money_check_get"];
        put?: never;
        /**
         * Compare payments, ledger, bookings and providers now.
         * @description For: admin.
         */
        post: operations["money_check_api_money_check_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/money/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A facilitator's month: sold, refunded, owed, tax, and what was taken at the door, for each currency.
         * @description For: facilitator, admin.
         */
        get: operations["money_show_statement_api_money_statements_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/money/statements.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A facilitator's month as CSV, a row for each payment and refund.
         * @description For: facilitator, admin.
         */
        get: operations["money_export_statement_api_money_statements_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/appointment-reminders/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan reminders. Those planned earlier for the same booking and channel are replaced.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_schedule_reminders_appointment_reminders_schedule_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/booking-cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the customer of a cancellation now; messages it makes untrue are withdrawn.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_booking_cancelled_booking_cancelled_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/booking-confirmed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a booking to its customer now, and plan its reminders. Accepts an `Idempotency-Key` header.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_booking_confirmed_booking_confirmed_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The health of the channels for customers. */
        get: operations["notification_api_health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/notifications/pending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Notifications that are planned or wait in the outbox, soonest first.
         * @description For: admin, api_key.
         */
        get: operations["notification_api_pending_notifications_pending_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/notifications/{notification_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry a failed notification.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_retry_notifications__notification_id__retry_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/notifications/{notification_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The state of one notification.
         * @description For: admin, api_key.
         */
        get: operations["notification_api_status_notifications__notification_id__status_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/payment-confirmed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the customer now that a payment was received, or failed (payment_status).
         * @description For: admin, api_key.
         */
        post: operations["notification_api_payment_confirmed_payment_confirmed_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/request-approved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the customer now that their request was approved, and plan reminders.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_request_approved_request_approved_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/request-declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the customer now that their request was declined. Accepts an `Idempotency-Key` header.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_request_declined_request_declined_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/waitlist-place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the customer now that there is a place for them from the waiting list.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_waitlist_place_waitlist_place_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/webhooks/booking-wizard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A booking completed in the booking wizard. Needs an API key or a signature in X-Webhook-Signature.
         * @description For: admin, api_key.
         */
        post: operations["notification_api_booking_wizard_webhooks_booking_wizard_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/webhooks/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An event of the demo bank, under its signature. */
        post: operations["payments_demo_api_v1_booking_notifications_webhooks_demo_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/webhooks/razorpay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An event of Razorpay, under Razorpay's signature. */
        post: operations["payments_razorpay_api_v1_booking_notifications_webhooks_razorpay_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An event of Stripe, under Stripe's signature. */
        post: operations["payments_stripe_api_v1_booking_notifications_webhooks_stripe_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/webhooks/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A delivery report for a text message, signed by Twilio. */
        post: operations["vendors_twilio_twilio_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/booking-notifications/webhooks/whatsapp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Respond to Meta's check that this address is ours. */
        get: operations["vendors_whatsapp_challenge_whatsapp_get"];
        put?: never;
        /** A delivery report for WhatsApp messages, signed by Meta. */
        post: operations["vendors_whatsapp_whatsapp_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm that it is you, before you give money back. Good for ten minutes on this device.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_confirm_confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/confirm/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail yourself a code to confirm with, if you have no password. It works once, for ten minutes.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_send_confirmation_code_confirm_code_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/email/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code to the e-mail address that your account shall have. Confirm first that it is you. It works for half
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_send_email_change_code_email_code_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the e-mail address with the newest code. Every other device is signed out. After five wrong codes, ask
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_confirm_email_change_email_confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/first-admin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create the first admin with the token from the link that start_services.py prints, and sign in. */
        post: operations["auth_make_first_admin_first_admin_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/forgotten-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a link for a new password to this address, if it has an account. The response is always the same. */
        post: operations["auth_forgotten_password_forgotten_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/google": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Where to sign in with Google. With an access token, Google is connected with that account. */
        post: operations["google_begin_post"];
        /**
         * Sign in with the password only. Refused for an account without one.
         * @description For: user, facilitator, admin.
         */
        delete: operations["google_disconnect_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a password with the token from the invitation, and sign in. The token works once. */
        post: operations["auth_accept_invitation_invitation_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by e-mail or username. The refresh token comes as an HttpOnly cookie, for a program in the body. */
        post: operations["auth_sign_in_login_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out on this device; its tokens stop working at once.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_sign_out_logout_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out on every device.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_sign_out_everywhere_logout_everywhere_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the password. Every other device is signed out.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_change_password_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/phone/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code by SMS to the phone number of the profile, which confirms the number. It works for ten minutes.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_send_phone_code_phone_code_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/phone/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm the phone number with the newest code. After five wrong codes, ask for another.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_confirm_phone_phone_confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/portrait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your portrait; null if you have none.
         * @description For: facilitator, admin.
         */
        get: operations["pictures_show_portrait_auth_portrait_get"];
        /**
         * Make an uploaded picture your portrait, change its description or focal point, or remove it.
         * @description For: facilitator, admin.
         */
        put: operations["pictures_change_portrait_auth_portrait_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The account behind the access token.
         * @description For: user, facilitator, admin.
         */
        get: operations["auth_profile_profile_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name, phone, time zone or biography.
         * @description For: user, facilitator, admin.
         */
        patch: operations["auth_change_profile_profile_patch"];
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the refresh token for a new access token and a new refresh token.
         * @description <br/>It comes back as it was sent: as a cookie, or in the body. Used again within ten seconds, it returns the same new<br/>one; used again later, it ends the sign-in.
         */
        post: operations["auth_refresh_refresh_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an account. */
        post: operations["auth_register_register_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password with the token from the mailed link. Every device is signed out. */
        post: operations["auth_reset_password_reset_password_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-ins/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which of these sign-ins are still open. The CRM asks this while people have live updates open.
         * @description For: service.
         */
        post: operations["auth_list_open_sign_ins_sign_ins_open_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the account's e-mail address with the token from the mailed link. */
        post: operations["auth_verify_email_verify_email_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify-email/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the mail that confirms the address again.
         * @description For: user, facilitator, admin.
         */
        post: operations["auth_resend_verification_verify_email_resend_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same as POST /bookings/book.
         * @description For: user, facilitator, admin.
         */
        post: operations["bookings_book_short_book_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your bookings.
         * @description For: user, facilitator, admin.
         */
        get: operations["bookings_list_bookings_bookings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book a session. Accepts an `Idempotency-Key` header.
         * @description For: user, facilitator, admin.
         */
        post: operations["bookings_book_bookings_book_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether you have a calendar feed.
         * @description For: user, facilitator, admin.
         */
        get: operations["calendars_show_feed_bookings_calendar_feed_get"];
        put?: never;
        /**
         * Create a private feed address. An earlier one stops working.
         * @description For: user, facilitator, admin.
         */
        post: operations["calendars_create_feed_bookings_calendar_feed_post"];
        /**
         * Revoke your feed's address.
         * @description For: user, facilitator, admin.
         */
        delete: operations["calendars_revoke_feed_bookings_calendar_feed_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/cancel/{booking_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a booking of yours. Accepts an `Idempotency-Key` header.
         * @description For: user, facilitator, admin.
         */
        post: operations["bookings_cancel_bookings_cancel__int_booking_id__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/my-bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as GET /bookings.
         * @description For: user, facilitator, admin.
         */
        get: operations["bookings_my_bookings_bookings_my_bookings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/reactivate/{booking_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring back a booking you cancelled, if places are left. Accepts an `Idempotency-Key` header.
         * @description For: user, facilitator, admin.
         */
        post: operations["bookings_reactivate_bookings_reactivate__int_booking_id__post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of your bookings.
         * @description For: user, facilitator, admin.
         */
        get: operations["bookings_show_booking_bookings__int_booking_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of your bookings as an .ics file.
         * @description For: user, facilitator, admin.
         */
        get: operations["calendars_booking_file_bookings__int_booking_id__calendar_ics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/cancel-for-guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel the booking of one guest, with a reason: for the session's facilitator. The guest is told.
         * @description For: facilitator, admin.
         */
        post: operations["bookings_cancel_for_guest_bookings__int_booking_id__cancel_for_guest_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What cancelling this booking now would give back.
         * @description For: user, facilitator, admin.
         */
        get: operations["payments_cancellation_bookings__int_booking_id__cancellation_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The messages about a booking: for its guest, its facilitator and an admin.
         * @description For: user, facilitator, admin.
         */
        get: operations["notifications_plan_of_booking_bookings__int_booking_id__messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book another session of the same event instead of this one, which is cancelled. Nothing must have been paid.
         * @description For: user, facilitator, admin.
         */
        post: operations["bookings_move_bookings__int_booking_id__move_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The order of a booking: for its guest, the event's facilitator and admins.
         * @description For: user, facilitator, admin.
         */
        get: operations["payments_show_order_of_booking_bookings__int_booking_id__order_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/paid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a booking as paid to its facilitator.
         * @description For: facilitator, admin.
         */
        post: operations["payments_mark_paid_bookings__int_booking_id__paid_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/payment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the page to pay a held booking on, or the rest after a deposit. One that is open is given again.
         * @description For: user, facilitator, admin.
         */
        post: operations["payments_pay_bookings__int_booking_id__payment_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/payment/returned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the guest came back from the page to pay on: the provider is asked.
         * @description For: user, facilitator, admin.
         */
        post: operations["payments_returned_bookings__int_booking_id__payment_returned_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark the facilitator's change or cancellation of the session as seen.
         * @description For: user, facilitator, admin.
         */
        post: operations["bookings_mark_seen_bookings__int_booking_id__seen_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a booking and to the messages about it: for its guest, its facilitator and an admin.
         * @description For: user, facilitator, admin.
         */
        get: operations["bookings_timeline_bookings__int_booking_id__timeline_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bookings/{booking_id}/unpaid": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo the newest payment at the door.
         * @description For: facilitator, admin.
         */
        post: operations["payments_mark_unpaid_bookings__int_booking_id__unpaid_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{secret}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feed itself, for calendar programs; the address is the secret. */
        get: operations["calendars_feed_calendar__secret__ics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/covers/{event_kind}/{seed}.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cover picture of an event, drawn from its kind and the seed in `cover`. */
        get: operations["events_show_cover_covers__event_kind___seed__svg_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find events. With facilitator_id or event_id, facilitators also see their own drafts, and admins see all. */
        get: operations["events_list_events_events_get"];
        put?: never;
        /**
         * Create an event with its sessions, and publish it unless it is a draft.
         * @description For: facilitator, admin, service.
         */
        post: operations["events_create_event_events_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/defaults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the form of a new event begins with.
         * @description For: facilitator, admin.
         */
        get: operations["events_show_defaults_events_defaults_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/description-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How a description will look. Changes nothing.
         * @description For: facilitator, admin, service.
         */
        post: operations["events_preview_description_events_description_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/price-ranges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lowest and highest price of upcoming sessions in each currency. */
        get: operations["events_price_ranges_events_price_ranges_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The caller's own templates, by title.
         * @description For: facilitator, admin.
         */
        get: operations["event_templates_list_templates_get"];
        put?: never;
        /**
         * Keep what describes an event, its pictures and its sessions without their dates.
         * @description For: facilitator, admin.
         */
        post: operations["event_templates_save_template_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A template with what it fills the form of a new event with.
         * @description For: facilitator, admin.
         */
        get: operations["event_templates_show_template__int_template_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete a template. Events that were made from it stay.
         * @description For: facilitator, admin.
         */
        delete: operations["event_templates_delete_template__int_template_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change a template's title.
         * @description For: facilitator, admin.
         */
        patch: operations["event_templates_rename_template__int_template_id__patch"];
        trace?: never;
    };
    "/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event with a page of its sessions. Only its facilitator and admins see drafts and the meeting link. */
        get: operations["events_show_event_events__int_event_id__get"];
        put?: never;
        post?: never;
        /**
         * Cancel an event, its sessions and their bookings. Delete a draft: nobody finds it any more.
         * @description For: facilitator, admin, service.
         */
        delete: operations["event_changes_cancel_event_events__int_event_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change an event. Its guests see what changed.
         * @description For: facilitator, admin, service.
         */
        patch: operations["event_changes_change_event_events__int_event_id__patch"];
        trace?: never;
    };
    "/events/{event_id}/cover.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cover picture of a published event, in the format for mails and link previews. */
        get: operations["events_show_cover_in_mails_events__int_event_id__cover_png_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy an event with its sessions to other days.
         * @description For: facilitator, admin, service.
         */
        post: operations["events_duplicate_event_events__int_event_id__duplicate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which bookings a change of an event, or its cancellation, would affect. Changes nothing.
         * @description For: facilitator, admin, service.
         */
        post: operations["event_changes_preview_event_events__int_event_id__impact_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set an event's pictures: those it has and uploaded ones, in this order. Others are removed.
         * @description For: facilitator, admin.
         */
        put: operations["events_put_pictures_events__int_event_id__pictures_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/preview.jpg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a published event in previews of links, 1200 by 630 pixels. */
        get: operations["events_show_link_preview_events__int_event_id__preview_jpg_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a draft.
         * @description For: facilitator, admin, service.
         */
        post: operations["events_publish_event_events__int_event_id__publish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add sessions that repeat, a year of them at most, all or none.
         * @description For: facilitator, admin, service.
         */
        post: operations["events_add_series_events__int_event_id__series_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/series/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The dates of sessions that would repeat so. Changes nothing.
         * @description For: facilitator, admin, service.
         */
        post: operations["events_preview_series_events__int_event_id__series_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a session to an event.
         * @description For: facilitator, admin, service.
         */
        post: operations["event_changes_add_session_events__int_event_id__sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/facilitators/{facilitator_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public page of a facilitator. Their events: GET /events with facilitator_id. */
        get: operations["events_show_facilitator_facilitators__int_facilitator_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/links/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a link is for, with its booking. */
        get: operations["links_show__token__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/links/{token}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel the booking that the link is for. */
        post: operations["links_cancel__token__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/links/{token}/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lead to the page that asks. Mail programs that know no one-click open the address of the header like this. */
        get: operations["links_show_unsubscribe_page__token__unsubscribe_get"];
        put?: never;
        /** End these e-mails. The body is ignored: mail programs send a form (RFC 8058). */
        post: operations["links_unsubscribe__token__unsubscribe_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/m/{token}/go": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the click on a mail's button, and redirect to its page. Only pages of this installation. */
        get: operations["counters_clicked__token__go_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/m/{token}/open.gif": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of one pixel that counts the opening of a mail. The same for every token. */
        get: operations["counters_opened__token__open_gif_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your notifications in the app, newest first.
         * @description For: user, facilitator, admin.
         */
        get: operations["notifications_list_notifications_notifications_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Your preferences: kinds of messages, channels and quiet hours.
         * @description For: user, facilitator, admin.
         */
        get: operations["notifications_show_preferences_notifications_preferences_get"];
        /**
         * Change the preferences that the body contains.
         * @description For: user, facilitator, admin.
         */
        put: operations["notifications_change_preferences_notifications_preferences_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark some notifications as read, or all of them.
         * @description For: user, facilitator, admin.
         */
        post: operations["notifications_mark_read_notifications_read_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An order with its payments and refunds: for its buyer, the event's facilitator and admins.
         * @description For: user, facilitator, admin.
         */
        get: operations["payments_show_order_orders__int_order_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/receipts/{number}.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A receipt of an order as PDF: for its buyer, the event's facilitator and admins.
         * @description For: user, facilitator, admin.
         */
        get: operations["money_receipt_orders__int_order_id__receipts__number__pdf_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund a part of an order. Confirm your password with POST /auth/confirm first.
         * @description For: facilitator, admin.
         */
        post: operations["payments_refund_orders__int_order_id__refunds_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a picture: JPEG, PNG, WebP or AVIF, up to 12 MiB and 64 million pixels.
         * @description For: facilitator, admin.
         */
        post: operations["pictures_upload_pictures_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{file}/{size}.{picture_format}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file of a picture, in the sizes that its `sources` name. */
        get: operations["pictures_show_picture_pictures__file___size___picture_format__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The key a browser subscribes with.
         * @description For: user, facilitator, admin.
         */
        get: operations["push_show_key_key_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/push/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send push notifications to this browser. It belongs to the person who subscribed last.
         * @description For: user, facilitator, admin.
         */
        post: operations["push_subscribe_subscriptions_post"];
        /**
         * Send no more push notifications to this browser.
         * @description For: user, facilitator, admin.
         */
        delete: operations["push_unsubscribe_subscriptions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can the service work, and if not, why? */
        get: operations["ready_ready_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find sessions. With facilitator_id or event_id, facilitators also see their own drafts, and admins see all. */
        get: operations["event_changes_list_sessions_sessions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One session. */
        get: operations["event_changes_show_session_sessions__int_session_id__get"];
        put?: never;
        post?: never;
        /**
         * Cancel a session, or with `scope` its series too, and the bookings.
         * @description For: facilitator, admin, service.
         */
        delete: operations["event_changes_cancel_session_sessions__int_session_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change a session, or with `scope` its series too. Guests see a new title, time or location.
         * @description For: facilitator, admin, service.
         */
        patch: operations["event_changes_change_session_sessions__int_session_id__patch"];
        trace?: never;
    };
    "/sessions/{session_id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book places for a guest: for the session's facilitator. The guest is told, and pays the facilitator.
         * @description For: facilitator, admin.
         */
        post: operations["bookings_book_for_guest_sessions__int_session_id__bookings_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide now that a session with a minimum of places runs. Its guests are told.
         * @description For: facilitator, admin, service.
         */
        post: operations["event_changes_confirm_session_sessions__int_session_id__confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/guest-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was written to the guests of a session, newest first.
         * @description For: facilitator, admin.
         */
        get: operations["notifications_list_messages_sessions__int_session_id__guest_messages_get"];
        put?: never;
        /**
         * Write to everybody who is booked: for the session's facilitator. Accepts an `Idempotency-Key` header.
         * @description For: facilitator, admin.
         */
        post: operations["notifications_send_message_sessions__int_session_id__guest_messages_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/guest-messages/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the guests of a session would get, and how many they are. Sends nothing.
         * @description For: facilitator, admin.
         */
        post: operations["notifications_preview_message_sessions__int_session_id__guest_messages_preview_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which bookings a change of a session, or its cancellation, would affect. Changes nothing.
         * @description For: facilitator, admin, service.
         */
        post: operations["event_changes_preview_session_sessions__int_session_id__impact_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The messages to all guests of a session: for its facilitator and an admin.
         * @description For: facilitator, admin.
         */
        get: operations["notifications_plan_of_session_sessions__int_session_id__messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/phones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The confirmed phone numbers of a session's guests: for its facilitator and an admin.
         * @description For: facilitator, admin.
         */
        get: operations["event_changes_list_phones_sessions__int_session_id__phones_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{session_id}/price": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What booking a session costs now, and what a guest who cancels gets back. */
        get: operations["payments_price_sessions__int_session_id__price_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/studio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The studio's name, colours, contact and texts, and its defaults for new events. */
        get: operations["studio_show_studio_studio_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the studio's settings. A colour without enough contrast is refused.
         * @description For: admin.
         */
        patch: operations["studio_change_studio_patch"];
        trace?: never;
    };
    "/team-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where your team reads of new and cancelled bookings.
         * @description For: facilitator.
         */
        get: operations["notifications_list_team_channels_team_channels_get"];
        put?: never;
        /**
         * Add a channel of Slack, Discord or WhatsApp.
         * @description For: facilitator.
         */
        post: operations["notifications_add_team_channel_team_channels_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/team-channels/{channel_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a channel.
         * @description For: facilitator.
         */
        delete: operations["notifications_remove_team_channel_team_channels__int_channel_id__delete"];
        options?: never;
        head?: never;
        /**
         * Change a channel, or turn it off or on.
         * @description For: facilitator.
         */
        patch: operations["notifications_change_team_channel_team_channels__int_channel_id__patch"];
        trace?: never;
    };
    "/team-channels/{channel_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an example to a channel.
         * @description For: facilitator.
         */
        post: operations["notifications_test_team_channel_team_channels__int_channel_id__test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AcceptedNotifications */
        AcceptedNotifications: {
            /** Message */
            message: string;
            /** Notification Id */
            notification_id: string | null;
            /** Notification Ids */
            notification_ids: string[];
        };
        /** AlertList */
        AlertList: {
            /** Alerts */
            alerts: components["schemas"]["AlertOut"][];
        };
        /** AlertOut */
        AlertOut: {
            /** Detail */
            detail: string;
            /** Name */
            name: string;
            /** Since */
            since: string;
        };
        /** ApiKeyList */
        ApiKeyList: {
            /** Api Keys */
            api_keys: components["schemas"]["ApiKeyOut"][];
            pagination: components["schemas"]["Pagination"];
            quotas: components["schemas"]["Quotas"];
        };
        /** ApiKeyOut */
        ApiKeyOut: {
            /** Created At */
            created_at: string;
            /** Id */
            id: number;
            /** Last Used At */
            last_used_at: string | null;
            /**
             * Messages Today
             * @description to customers, since 00:00 UTC
             * @default 0
             */
            messages_today: number;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Revoked At */
            revoked_at: string | null;
            /** Scopes */
            scopes: string[];
        };
        /** ApiKeyResponse */
        ApiKeyResponse: {
            api_key: components["schemas"]["ApiKeyOut"];
            /** Message */
            message: string;
        };
        /** Asked */
        Asked: {
            /** Message */
            message: string;
        };
        /** AttachmentOut */
        AttachmentOut: {
            /** Index */
            index: number;
            /** Name */
            name: string;
            /** Size */
            size: number;
            /** Type */
            type: string;
        };
        /** AttemptOut */
        AttemptOut: {
            /** Duration Ms */
            duration_ms: number;
            /** Error */
            error: string | null;
            /** Outcome */
            outcome: string;
            /** Started At */
            started_at: string;
            /** Status Code */
            status_code: number | null;
        };
        /** AuditActions */
        AuditActions: {
            /** Subjects */
            subjects: components["schemas"]["SubjectActions"][];
        };
        /** AuditEntry */
        AuditEntry: {
            /** Action */
            action: string;
            /** Actor Auth */
            actor_auth: string;
            /**
             * Actor Id
             * @description a person; null for the system, services and API keys
             */
            actor_id: number | null;
            /** Actor Name */
            actor_name: string | null;
            /** Actor Role */
            actor_role: string;
            /** At */
            at: string;
            /** Changes */
            changes: {
                [key: string]: unknown;
            };
            /**
             * Erased
             * @description reason and changes were erased
             */
            erased: boolean;
            /** Id */
            id: number;
            /** Reason */
            reason: string;
            subject: components["schemas"]["SubjectOut"] | null;
            /** Subject Id */
            subject_id: string;
            /** Subject Type */
            subject_type: string;
            /** To State */
            to_state: string | null;
        };
        /** AuditTrail */
        AuditTrail: {
            /** Entries */
            entries: components["schemas"]["AuditEntry"][];
            /** Next Before */
            next_before: number | null;
        };
        /**
         * BookForGuest
         * @description A person to book for, with or without an account.
         */
        BookForGuest: {
            /** Email */
            email: string;
            /**
             * Language
             * @description of the messages to a person without an account
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Name */
            name: string;
            /**
             * Places
             * @default 1
             */
            places: number;
        };
        /** BookSession */
        BookSession: {
            /** Offer Version */
            offer_version?: number | null;
            /** Session Id */
            session_id: number;
        };
        /**
         * BookingFilter
         * @enum {string}
         */
        BookingFilter: "held" | "booked" | "cancelled" | "expired" | "attended" | "no_show" | "refunded" | "upcoming" | "past" | "ended";
        /** BookingList */
        BookingList: {
            /** Bookings */
            bookings: components["schemas"]["BookingOut"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * BookingOut
         * @description A booking as its guest sees it. `can_...` says what the guest may do now.
         *
         *     `price_cents` is the price of one place when it was booked; null for a booking from before prices were kept.
         *     If the facilitator has moved the session, `previous_...` is what the guest last saw.
         */
        BookingOut: {
            /** Amount Paid */
            amount_paid: number | null;
            /** Arrive Minutes Early */
            arrive_minutes_early: number | null;
            /** Can Cancel */
            can_cancel: boolean;
            /** Can Move */
            can_move: boolean;
            /** Can Reactivate */
            can_reactivate: boolean;
            cancelled_by: components["schemas"]["Party"] | null;
            /** Change Seen */
            change_seen: boolean;
            /** Created At */
            created_at: string;
            /** Currency */
            currency: string | null;
            /** Event Id */
            event_id: number;
            /** Event Title */
            event_title: string;
            /** Facilitator Name */
            facilitator_name: string;
            /** Held Until */
            held_until: string | null;
            /** Id */
            id: number;
            /** Order Id */
            order_id: number | null;
            /** Payment Id */
            payment_id: string | null;
            /** Payment Provider */
            payment_provider: string | null;
            /** Payment Status */
            payment_status: string | null;
            /** Payment Terms */
            payment_terms: string | null;
            /** Places */
            places: number;
            /** Previous Session End Time */
            previous_session_end_time: string | null;
            /** Previous Session Location */
            previous_session_location: string | null;
            /** Previous Session Time */
            previous_session_time: string | null;
            /** Price Cents */
            price_cents: number | null;
            /** Price Currency */
            price_currency: string | null;
            /** Reason */
            reason: string | null;
            /** Refund Id */
            refund_id: string | null;
            /** Refund Status */
            refund_status: string | null;
            /** Refunded At */
            refunded_at: string | null;
            /** Refunded Cents */
            refunded_cents: number | null;
            /** Rest Cents */
            rest_cents: number | null;
            /** Session Decide At */
            session_decide_at: string | null;
            /** Session End Time */
            session_end_time: string;
            /** Session Id */
            session_id: number;
            /** Session Link */
            session_link: string | null;
            /** Session Location */
            session_location: string;
            /** Session Offer Version */
            session_offer_version: number;
            /** Session Online */
            session_online: boolean;
            /** Session Places Missing */
            session_places_missing: number | null;
            /** Session Run State */
            session_run_state: ("undecided" | "confirmed") | null;
            /** Session Status */
            session_status: string;
            /** Session Time */
            session_time: string;
            /** Session Time Zone */
            session_time_zone: string;
            /** Session Title */
            session_title: string;
            status: components["schemas"]["BookingStatus"];
            /** Timestamp */
            timestamp: string;
            /** Total Cents */
            total_cents: number | null;
            /** Updated At */
            updated_at: string;
            /** User Email */
            user_email: string;
            /** User Id */
            user_id: number;
            /** User Name */
            user_name: string;
            /** Version */
            version: number;
        };
        /** BookingResponse */
        BookingResponse: {
            booking: components["schemas"]["BookingOut"];
            /** Message */
            message: string;
        };
        /** BookingShown */
        BookingShown: {
            booking: components["schemas"]["BookingOut"];
        };
        /**
         * BookingStatus
         * @enum {string}
         */
        BookingStatus: "held" | "booked" | "cancelled" | "expired" | "attended" | "no_show" | "refunded";
        /** CancelForGuest */
        CancelForGuest: {
            /**
             * Reason
             * @description the guest reads it
             */
            reason: string;
        };
        /**
         * Cancellation
         * @example {
         *       "appointment_date": "2026-12-12T07:00:00+05:30",
         *       "appointment_duration": 60,
         *       "barbershop_name": "Samaya Studio",
         *       "booking_id": "B-1042",
         *       "currency": "INR",
         *       "customer_email": "asha@example.com",
         *       "customer_name": "Asha Rao",
         *       "service_name": "Sunrise Yoga",
         *       "time_zone": "Asia/Kolkata",
         *       "total_price": "450.00",
         *       "user_id": "U-77"
         *     }
         */
        Cancellation: {
            /**
             * Appointment Date
             * Format: date-time
             */
            appointment_date: string;
            /** Appointment Duration */
            appointment_duration?: number | null;
            /** Barber Name */
            barber_name?: string | null;
            /** Barbershop Name */
            barbershop_name: string;
            /** Booking Id */
            booking_id: string;
            /** Booking Status */
            booking_status?: string | null;
            /** Cancellation Reason */
            cancellation_reason?: string | null;
            /** Currency */
            currency?: string | null;
            /** Customer Email */
            customer_email?: string | null;
            /** Customer Name */
            customer_name: string;
            /** Customer Phone */
            customer_phone?: string | null;
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Notes */
            notes?: string | null;
            /** Payment Id */
            payment_id?: string | null;
            /** Payment Method */
            payment_method?: string | null;
            /** Payment Status */
            payment_status?: string | null;
            /** Refund Amount */
            refund_amount?: number | string | null;
            /** Service Name */
            service_name: string;
            /** Time Zone */
            time_zone?: string | null;
            /** Total Price */
            total_price?: number | string | null;
            /** User Id */
            user_id: string;
        } & {
            [key: string]: unknown;
        };
        /** CancellationOut */
        CancellationOut: {
            /** Currency */
            currency: string | null;
            /** Explanation */
            explanation: string;
            /** Refund Cents */
            refund_cents: number;
        };
        /** ChannelHealth */
        ChannelHealth: {
            /** Channel */
            channel: string;
            /** Status */
            status: string;
        };
        /** ChannelOut */
        ChannelOut: {
            /** Channel */
            channel: string;
            /** Last Failure At */
            last_failure_at: string | null;
            /** Last Success At */
            last_success_at: string | null;
            /** Reason */
            reason: string | null;
            /** Since */
            since: string;
            /** Status */
            status: string;
        };
        /**
         * CheckOut
         * @description A comparison with the CRM. `gaps` describes the first 200 of the bookings that differ.
         */
        CheckOut: {
            /** Bookings */
            bookings: number;
            /** Checked At */
            checked_at: string;
            /** Differing */
            differing: number;
            /** Gaps */
            gaps: components["schemas"]["GapOut"][];
            /** On Their Way */
            on_their_way: number;
        };
        /** CheckResponse */
        CheckResponse: {
            check: components["schemas"]["CheckOut"] | null;
        };
        /**
         * CheckoutOut
         * @description `checkout` is the address to send the guest to, or the values of Razorpay's form.
         */
        CheckoutOut: {
            /** Checkout */
            checkout: string | {
                [key: string]: unknown;
            };
            /** Order Id */
            order_id: number;
            /** Provider */
            provider: string;
        };
        /**
         * Choice
         * @description Whether one kind of message goes through one channel. `fixed` and `hours_before` are accepted and ignored.
         */
        Choice: {
            /** Channel */
            channel: string;
            /** Enabled */
            enabled: boolean;
            /** Fixed */
            fixed?: boolean | null;
            /** Hours Before */
            hours_before?: number[] | null;
            /** Kind */
            kind: string;
        };
        /**
         * ChoiceOut
         * @description `fixed`: it can't be turned off. `hours_before`: of a reminder, the hours from when it is sent to the start.
         */
        ChoiceOut: {
            /** Channel */
            channel: string;
            /** Enabled */
            enabled: boolean;
            /** Fixed */
            fixed: boolean;
            /** Hours Before */
            hours_before: number[];
            /** Kind */
            kind: string;
        };
        /**
         * Colours
         * @description Derived from the studio's colour, for the light and the dark theme.
         */
        Colours: {
            dark: components["schemas"]["ThemeColours"];
            light: components["schemas"]["ThemeColours"];
            /**
             * Shades
             * @description ten, from light to dark
             */
            shades: string[];
        };
        /** ComparisonList */
        ComparisonList: {
            /** Comparisons */
            comparisons: components["schemas"]["ComparisonOut"][];
        };
        /** ComparisonOut */
        ComparisonOut: {
            /** Kind */
            kind: string;
            /** On */
            on: boolean;
            /** Started At */
            started_at: string | null;
            /** Variants */
            variants: components["schemas"]["VariantOut"][];
        };
        /** ComparisonSwitch */
        ComparisonSwitch: {
            /** On */
            on: boolean;
        };
        /**
         * Confirmation
         * @description The password, or for an account without one the code from the mail.
         * @example {
         *       "password": "a long password"
         *     }
         */
        Confirmation: {
            /** Code */
            code?: string | null;
            /** Password */
            password?: string | null;
        };
        /**
         * Credentials
         * @description Either field takes an e-mail address or a username.
         * @example {
         *       "email": "asha@example.com",
         *       "password": "a long password"
         *     }
         */
        Credentials: {
            /** Email */
            email?: string | null;
            /** Password */
            password: string;
            /**
             * Refresh Token In Body
             * @description true, for programs: the response has the refresh token, and sets no cookie
             */
            refresh_token_in_body?: boolean | null;
            /** Username */
            username?: string | null;
        };
        /**
         * DeadLetterFilter
         * @description Selects the dead letters that match every field that is set; without fields, all of them.
         */
        DeadLetterFilter: {
            /** Booking Id */
            booking_id?: number | null;
            /** Channel */
            channel?: string | null;
            /** Error */
            error?: string | null;
            /** Ids */
            ids?: number[] | null;
            /** Since */
            since?: string | null;
            /** Until */
            until?: string | null;
        };
        /**
         * DeliveryDetail
         * @description `attempts_made` has the last hundred, oldest first; `attempts_total` counts all.
         */
        DeliveryDetail: {
            /** Attempts */
            attempts: number;
            /** Attempts Made */
            attempts_made: components["schemas"]["AttemptOut"][];
            /** Attempts Total */
            attempts_total: number;
            /** Channel */
            channel: string;
            /** Created At */
            created_at: string;
            /** Due At */
            due_at: string;
            /** Event Id */
            event_id: string;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Last Error */
            last_error: string | null;
            /** Person */
            person: string | null;
            /** Request */
            request: {
                [key: string]: unknown;
            };
            /** Response */
            response: {
                [key: string]: unknown;
            } | null;
            /** Status */
            status: string;
            /** Subject */
            subject: string;
            /** Version */
            version: number;
        };
        /** DeliveryList */
        DeliveryList: {
            /** Deliveries */
            deliveries: components["schemas"]["DeliveryOut"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * DeliveryOut
         * @description `person` is the name of the guest or user whom the message is about.
         */
        DeliveryOut: {
            /** Attempts */
            attempts: number;
            /** Channel */
            channel: string;
            /** Created At */
            created_at: string;
            /** Due At */
            due_at: string;
            /** Event Id */
            event_id: string;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Last Error */
            last_error: string | null;
            /** Person */
            person: string | null;
            /** Status */
            status: string;
            /** Subject */
            subject: string;
            /** Version */
            version: number;
        };
        /** DeliveryResponse */
        DeliveryResponse: {
            delivery: components["schemas"]["DeliveryDetail"];
        };
        /**
         * DeliveryStatus
         * @enum {string}
         */
        DeliveryStatus: "pending" | "delivered" | "dead" | "skipped" | "discarded";
        /** DescriptionText */
        DescriptionText: {
            /**
             * Description
             * @description Markdown: also of the studio's longer texts
             */
            description: string;
        };
        /** DifferenceOut */
        DifferenceOut: {
            /** Booking Id */
            booking_id?: number | null;
            /** Kind */
            kind: string;
            /** Order Id */
            order_id?: number | null;
            /** Payment Id */
            payment_id?: number | null;
            /** Provider Ref */
            provider_ref?: string | null;
            /** Remedy */
            remedy: string;
            /** Sentence */
            sentence: string;
        };
        /** Discard */
        Discard: {
            /** Booking Id */
            booking_id?: number | null;
            /** Channel */
            channel?: string | null;
            /** Error */
            error?: string | null;
            /** Ids */
            ids?: number[] | null;
            /** Reason */
            reason: string;
            /** Since */
            since?: string | null;
            /** Until */
            until?: string | null;
        };
        /** Discarded */
        Discarded: {
            /** Discarded */
            discarded: number;
            /** Message */
            message: string;
        };
        /** Done */
        Done: {
            /** Message */
            message: string;
        };
        /**
         * Duplicate
         * @description The day of the copy's first session; the time of day stays.
         */
        Duplicate: {
            /**
             * First Start
             * Format: date-time
             */
            first_start: string;
        };
        /** EmailChangeConfirmation */
        EmailChangeConfirmation: {
            /** Code */
            code: string;
        };
        /** EmailChangeRequest */
        EmailChangeRequest: {
            /** Email */
            email: string;
        };
        /** EmailVerification */
        EmailVerification: {
            /** Token */
            token: string;
        };
        /** Emptied */
        Emptied: {
            /** Deleted */
            deleted: number;
            /** Message */
            message: string;
        };
        /** EventChange */
        EventChange: {
            /** Arrive Minutes Early */
            arrive_minutes_early?: number | null;
            /** Cover */
            cover?: string | null;
            /** Description */
            description?: string | null;
            /** Included */
            included?: string[] | null;
            kind?: components["schemas"]["Kind"] | null;
            /** Languages */
            languages?: string[] | null;
            /** Link */
            link?: string | null;
            /** Location */
            location?: string | null;
            /** Online */
            online?: boolean | null;
            /** Programme */
            programme?: components["schemas"]["ProgrammePart"][] | null;
            /** Refund Ladder */
            refund_ladder?: components["schemas"]["RefundStep"][] | null;
            /** Tax Rate */
            tax_rate?: number | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Title */
            title?: string | null;
            /** To Bring */
            to_bring?: string[] | null;
        };
        /** EventDefaults */
        EventDefaults: {
            /**
             * Time Zone
             * @description of the caller's latest event with a date; null without one
             */
            time_zone: string | null;
        };
        /**
         * EventImpactRequest
         * @description The change to preview; without one, cancelling is previewed.
         */
        EventImpactRequest: {
            change?: components["schemas"]["EventChange"] | null;
        };
        /** EventList */
        EventList: {
            /** Events */
            events: components["schemas"]["ListedEvent"][];
            pagination: components["schemas"]["Pagination"];
            /**
             * Searched For
             * @description the search without its misspelt words, if nothing has them
             */
            searched_for: string | null;
        };
        /**
         * EventOfTemplate
         * @description What a template fills the form of a new event with.
         */
        EventOfTemplate: {
            /** Arrive Minutes Early */
            arrive_minutes_early: number | null;
            /** Cover */
            cover: string;
            /** Description */
            description: string;
            /** Included */
            included: string[];
            /** Kind */
            kind: string;
            /** Languages */
            languages: string[];
            /** Link */
            link: string | null;
            /** Location */
            location: string;
            /** Online */
            online: boolean;
            /** Programme */
            programme: components["schemas"]["ProgrammePartOut"][];
            /** Refund Ladder */
            refund_ladder: components["schemas"]["RefundStepOut"][];
            /** Tax Rate */
            tax_rate: number;
            /** Time Zone */
            time_zone: string;
            /** Title */
            title: string;
            /** To Bring */
            to_bring: string[];
        };
        /**
         * EventOut
         * @description `description` is Markdown, `description_html` the same as HTML that is safe to show.
         */
        EventOut: {
            /** Arrive Minutes Early */
            arrive_minutes_early: number | null;
            /** Cover */
            cover: string;
            /** Created At */
            created_at: string;
            /** Currency */
            currency: string | null;
            /** Description */
            description: string;
            /** Description Html */
            description_html: string;
            /** Draft */
            draft: boolean;
            /** End Time */
            end_time: string | null;
            /** Facilitator Biography */
            facilitator_biography: string;
            /** Facilitator Id */
            facilitator_id: number;
            /** Facilitator Name */
            facilitator_name: string;
            /** Facilitator Path */
            facilitator_path: string;
            facilitator_portrait: components["schemas"]["PictureOut"] | null;
            /** Has Link */
            has_link: boolean;
            /** Id */
            id: number;
            /** Included */
            included: string[];
            /** Kind */
            kind: string;
            /** Languages */
            languages: string[];
            /** Link */
            link: string | null;
            /** Location */
            location: string;
            next_session: components["schemas"]["ListedSession"] | null;
            /** Online */
            online: boolean;
            /** Path */
            path: string;
            /** Pictures */
            pictures: components["schemas"]["PictureOut"][];
            /** Price From Cents */
            price_from_cents: number | null;
            /** Programme */
            programme: components["schemas"]["ProgrammePartOut"][];
            /** Refund Ladder */
            refund_ladder: components["schemas"]["RefundStepOut"][];
            /** Seats Left */
            seats_left: number;
            /** Sessions */
            sessions: components["schemas"]["ListedSession"][];
            sessions_pagination: components["schemas"]["Pagination"];
            /** Sessions Total */
            sessions_total: number;
            /** Sessions Url */
            sessions_url: string;
            /** Start Time */
            start_time: string | null;
            /** Status */
            status: string;
            /** Summary */
            summary: string;
            /** Tax Rate */
            tax_rate: number;
            /** Time Zone */
            time_zone: string;
            /** Title */
            title: string;
            /** To Bring */
            to_bring: string[];
            /** Updated At */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * EventPictures
         * @description All pictures of the event in their order, the first one for lists. A missing one is removed.
         */
        EventPictures: {
            /** Pictures */
            pictures: components["schemas"]["PlacedPicture"][];
        };
        /** EventResponse */
        EventResponse: {
            event: components["schemas"]["EventOut"];
        };
        /** EventTemplateList */
        EventTemplateList: {
            /** Templates */
            templates: components["schemas"]["EventTemplateOut"][];
        };
        /**
         * EventTemplateOut
         * @description `first_clock` is the time of day of the first session in its event's zone, such as 07:00.
         */
        EventTemplateOut: {
            /** Created At */
            created_at: string;
            /** First Clock */
            first_clock: string | null;
            /** Id */
            id: number;
            /** Sessions Total */
            sessions_total: number;
            /** Title */
            title: string;
        };
        /** EventTemplateResponse */
        EventTemplateResponse: {
            template: components["schemas"]["EventTemplateOut"];
        };
        /** EventTemplateTitle */
        EventTemplateTitle: {
            /** Title */
            title: string;
        };
        /**
         * FacilitatorOut
         * @description `languages` are those of their events, `sessions_held` counts past ones.
         */
        FacilitatorOut: {
            /** Biography */
            biography: string;
            /** Id */
            id: number;
            /** Languages */
            languages: string[];
            /** Name */
            name: string;
            /** Path */
            path: string;
            portrait: components["schemas"]["PictureOut"] | null;
            /** Sessions Held */
            sessions_held: number;
        };
        /** FacilitatorResponse */
        FacilitatorResponse: {
            facilitator: components["schemas"]["FacilitatorOut"];
        };
        /**
         * FeedState
         * @description Whether a feed exists. Its address is shown only when it is created.
         */
        FeedState: {
            /** Active */
            active: boolean;
            /** Created At */
            created_at: string | null;
        };
        /**
         * FieldError
         * @description What is wrong with one field. Further members are limits, such as `max`.
         */
        FieldError: {
            /** Code */
            code: string;
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * FirstAdmin
         * @description The first admin, by the link that start_services.py prints.
         */
        FirstAdmin: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Password */
            password: string;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone: string;
            /** Token */
            token: string;
        };
        /**
         * FirstStartOut
         * @description What a new studio has done already.
         */
        FirstStartOut: {
            /** Event */
            event: boolean;
            /** Facilitator */
            facilitator: boolean;
            /**
             * Studio
             * @description it has a name of its own
             */
            studio: boolean;
        };
        /**
         * Focus
         * @description The point that stays visible where a picture is cut, in per cent from the left and the top.
         */
        Focus: {
            /**
             * X
             * @default 50
             */
            x: number;
            /**
             * Y
             * @default 50
             */
            y: number;
        };
        /** FocusOut */
        FocusOut: {
            /** X */
            x: number;
            /** Y */
            y: number;
        };
        /** ForgottenPassword */
        ForgottenPassword: {
            /** Email */
            email: string;
        };
        /**
         * FromTemplate
         * @description The event gets the template's pictures and, with the day of the first one, its sessions at their times of day.
         */
        FromTemplate: {
            /** First Start */
            first_start?: string | null;
            /** Id */
            id: number;
        };
        /** GapOut */
        GapOut: {
            /** Booking Id */
            booking_id: number;
            /** Facilitator Id */
            facilitator_id: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "missing" | "unknown" | "older" | "newer" | "different";
            /** Sentence */
            sentence: string;
        };
        /** GooglePage */
        GooglePage: {
            /**
             * Address
             * @description the page to open in the same browser
             * @example https://accounts.google.com/o/oauth2/v2/auth?response_type=code
             */
            address: string;
        };
        /** GuestImpact */
        GuestImpact: {
            /** Booking Id */
            booking_id: number;
            /** Clash */
            clash: boolean;
            /** Message */
            message: string;
            /** Session Id */
            session_id: number;
            /** Session Start */
            session_start: string;
            /** Session Title */
            session_title: string;
            /** User Name */
            user_name: string;
        };
        /** GuestPhone */
        GuestPhone: {
            /** Booking Id */
            booking_id: number;
            /** Phone */
            phone: string;
        };
        /**
         * GuestPhoneList
         * @description The confirmed numbers of guests who are booked.
         */
        GuestPhoneList: {
            pagination: components["schemas"]["Pagination"];
            /** Phones */
            phones: components["schemas"]["GuestPhone"][];
        };
        /** GuestPlanOut */
        GuestPlanOut: {
            /** Booking Id */
            booking_id: number;
            /** Channel */
            channel: string;
            /** Due At */
            due_at: string;
            /** Guest Name */
            guest_name: string;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Reason */
            reason: string | null;
            /** Sent At */
            sent_at: string | null;
            /** State */
            state: string;
            /** To */
            to: string;
        };
        /** Health */
        Health: {
            /** Service */
            service: string;
            /** Status */
            status: string;
            /** Timestamp */
            timestamp: string;
        };
        /** HourOut */
        HourOut: {
            /** Delivered */
            delivered: number;
            /** Failed */
            failed: number;
            /** Hour */
            hour: string;
        };
        /**
         * Impact
         * @description `bookings` and `clashes` are of all affected guests; `guests` lists the first hundred.
         *
         *     `sessions` says how many sessions change, from `first_start` to `last_start` as they are now.
         */
        Impact: {
            /** Bookings */
            bookings: number;
            /** Clashes */
            clashes: number;
            /** Fingerprint */
            fingerprint: string;
            /** First Start */
            first_start: string | null;
            /** Guests */
            guests: components["schemas"]["GuestImpact"][];
            /** Last Start */
            last_start: string | null;
            /** Refunds */
            refunds: components["schemas"]["ImpactRefund"][];
            /** Sessions */
            sessions: number;
            /** Undecided */
            undecided: components["schemas"]["UndecidedSession"][];
        };
        /**
         * ImpactRefund
         * @description What goes back to guests in a currency if this is cancelled.
         */
        ImpactRefund: {
            /** Currency */
            currency: string;
            /** Refund Cents */
            refund_cents: number;
        };
        /** ImpactResponse */
        ImpactResponse: {
            impact: components["schemas"]["Impact"];
        };
        /**
         * Integration
         * @description Health and statistics. `counts` is by channel and state; `totals` is the sum over all channels.
         *     Changes whose messages no worker has made yet (`unprocessed_changes`) count as pending there.
         *
         *     Delivered, skipped and discarded messages are counted since the beginning. Pending and dead ones are counted up to
         *     100,001, which stands for "more than 100,000".
         */
        Integration: {
            /** Alerts */
            alerts: components["schemas"]["AlertOut"][];
            /** Channels */
            channels: components["schemas"]["ChannelOut"][];
            /** Counts */
            counts: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Crm Base Url */
            crm_base_url: string;
            /** Crm Reachable */
            crm_reachable: boolean;
            /** Last Day */
            last_day: components["schemas"]["HourOut"][];
            /** Last Error */
            last_error: string | null;
            /** Last Failure At */
            last_failure_at: string | null;
            /** Last Success At */
            last_success_at: string | null;
            latency: components["schemas"]["Latency"];
            /**
             * Mailbox
             * @description whether what they deliver stays in the mailbox on this machine
             */
            mailbox: boolean;
            /** Oldest Pending At */
            oldest_pending_at: string | null;
            /** Oldest Pending Seconds */
            oldest_pending_seconds: number | null;
            /**
             * Set Up
             * @description channels to people that can deliver
             */
            set_up: string[];
            /** Status */
            status: string;
            /** Totals */
            totals: {
                [key: string]: number;
            };
            /** Unprocessed Changes */
            unprocessed_changes: number;
        };
        /**
         * Invitation
         * @description What somebody who was invited chooses.
         */
        Invitation: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /** Key */
        Key: {
            /** Key */
            key: string;
        };
        /** Keys */
        Keys: {
            /** Auth */
            auth: string;
            /** P256Dh */
            p256dh: string;
        };
        /**
         * Kind
         * @enum {string}
         */
        Kind: "class" | "workshop" | "coaching" | "retreat";
        /**
         * Latency
         * @description Duration of the last day's deliveries, in milliseconds; null if there were none.
         */
        Latency: {
            /** P50 Ms */
            p50_ms: number | null;
            /** P95 Ms */
            p95_ms: number | null;
        };
        /** LinkCancelled */
        LinkCancelled: {
            booking: components["schemas"]["BookingOut"];
        };
        /**
         * LinkOut
         * @description What a link from a message is for.
         */
        LinkOut: {
            booking: components["schemas"]["BookingOut"] | null;
            /** Expires At */
            expires_at: string;
            /** Kind */
            kind: string | null;
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "manage" | "cancel" | "unsubscribe";
        };
        /**
         * ListedEvent
         * @description An event in a list: the beginning of its description, and its next five sessions.
         *
         *     If a page would be larger than 256 KiB, it has fewer sessions and shorter texts.
         */
        ListedEvent: {
            /** Arrive Minutes Early */
            arrive_minutes_early: number | null;
            /** Cover */
            cover: string;
            /** Created At */
            created_at: string;
            /** Currency */
            currency: string | null;
            /** Draft */
            draft: boolean;
            /** End Time */
            end_time: string | null;
            /** Facilitator Id */
            facilitator_id: number;
            /** Facilitator Name */
            facilitator_name: string;
            facilitator_portrait: components["schemas"]["PictureOut"] | null;
            /** Has Link */
            has_link: boolean;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Link */
            link: string | null;
            /** Location */
            location: string;
            next_session: components["schemas"]["ListedSession"] | null;
            /** Online */
            online: boolean;
            /** Path */
            path: string;
            /** Pictures */
            pictures: components["schemas"]["PictureOut"][];
            /** Price From Cents */
            price_from_cents: number | null;
            /** Refund Ladder */
            refund_ladder: components["schemas"]["RefundStepOut"][];
            /** Seats Left */
            seats_left: number;
            /** Sessions */
            sessions: components["schemas"]["ListedSession"][];
            /** Sessions Total */
            sessions_total: number;
            /** Sessions Url */
            sessions_url: string;
            /** Start Time */
            start_time: string | null;
            /** Status */
            status: string;
            /** Summary */
            summary: string;
            /** Tax Rate */
            tax_rate: number;
            /** Time Zone */
            time_zone: string;
            /** Title */
            title: string;
            /** Updated At */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ListedSession
         * @description A session of an event. A very long response leaves out the fields that repeat the event's, and an absent rule.
         */
        ListedSession: {
            /** Capacity */
            capacity: number;
            /** Currency */
            currency: string;
            /** Decide At */
            decide_at?: string | null;
            /** Deposit Cents */
            deposit_cents: number | null;
            /** Deposit Percent */
            deposit_percent: number | null;
            /** End Time */
            end_time: string;
            /**
             * Event Id
             * @default 0
             */
            event_id: number;
            /**
             * Event Kind
             * @default
             */
            event_kind: string;
            /**
             * Event Title
             * @default
             */
            event_title: string;
            /**
             * Facilitator Id
             * @default 0
             */
            facilitator_id: number;
            /**
             * Facilitator Name
             * @default
             */
            facilitator_name: string;
            /** Id */
            id: number;
            /** Location */
            location: string;
            /** Min Places */
            min_places?: number | null;
            /** Offer Version */
            offer_version: number;
            /**
             * Online
             * @default false
             */
            online: boolean;
            /**
             * Payment Terms
             * @enum {string}
             */
            payment_terms: "pay_online" | "pay_facilitator" | "deposit";
            /** Price Cents */
            price_cents: number;
            /** Run State */
            run_state?: ("undecided" | "confirmed") | null;
            /** Seats Left */
            seats_left: number;
            /** Seats Taken */
            seats_taken: number;
            /** Series Id */
            series_id?: number | null;
            /** Start Time */
            start_time: string;
            /** Status */
            status: string;
            /**
             * Time
             * @default
             */
            time: string;
            /**
             * Time Zone
             * @default
             */
            time_zone: string;
            /** Title */
            title: string;
        };
        /** MadeApiKey */
        MadeApiKey: {
            api_key: components["schemas"]["ApiKeyOut"];
            /** Key */
            key: string;
            /** Message */
            message: string;
        };
        /** MailboxMessage */
        MailboxMessage: {
            /** At */
            at: string;
            /** Attachments */
            attachments: components["schemas"]["AttachmentOut"][];
            /** Channel */
            channel: string;
            /** From */
            from: string;
            /** Html */
            html: string | null;
            /** Id */
            id: string;
            /** Source */
            source: string;
            /** Subject */
            subject: string;
            /** Text */
            text: string | null;
            /** To */
            to: string;
        };
        /** MailboxPage */
        MailboxPage: {
            /** Messages */
            messages: components["schemas"]["MailboxSummary"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** MailboxSummary */
        MailboxSummary: {
            /** At */
            at: string;
            /** Channel */
            channel: string;
            /** From */
            from: string;
            /** Id */
            id: string;
            /** Subject */
            subject: string;
            /** To */
            to: string;
        };
        /**
         * MarkRead
         * @description Which notifications were read: these, or all of them.
         */
        MarkRead: {
            /** All */
            all?: true | null;
            /** Ids */
            ids?: number[] | null;
        };
        /** Message */
        Message: {
            /** Message */
            message: string;
        };
        /** MessageTextsOut */
        MessageTextsOut: {
            /**
             * From File
             * @description the texts are in a file of TEMPLATES_DIR and can't be changed here
             */
            from_file: boolean;
            /** History */
            history: components["schemas"]["SavedTexts"][];
            /** Parts */
            parts: components["schemas"]["PartOut"][];
            /**
             * Variables
             * @description which texts may use, as {name}
             */
            variables: string[];
            /** Version */
            version: number;
        };
        /**
         * Method
         * @enum {string}
         */
        Method: "cash" | "card" | "transfer";
        /**
         * MoneyCheckOut
         * @description `checked_at` is null before the first check. `differences` has the first hundred of `differing`.
         */
        MoneyCheckOut: {
            /** Checked At */
            checked_at: string | null;
            /** Differences */
            differences: components["schemas"]["DifferenceOut"][];
            /** Differing */
            differing: number;
            /** Payments */
            payments: number;
        };
        /**
         * MoveBooking
         * @description Another session of the booking's event.
         */
        MoveBooking: {
            /** Offer Version */
            offer_version?: number | null;
            /** Session Id */
            session_id: number;
        };
        /** NewApiKey */
        NewApiKey: {
            /** Name */
            name: string;
            /** Scopes */
            scopes: ("notifications:send" | "notifications:read" | "notifications:retry")[];
        };
        /** NewEvent */
        NewEvent: {
            /** Arrive Minutes Early */
            arrive_minutes_early?: number | null;
            /** Cover */
            cover?: string | null;
            /**
             * Description
             * @description Markdown: bold, italics, headings, lists, quotes and links
             * @default
             */
            description: string;
            /**
             * Draft
             * @description true: not published yet, visible only to its facilitator and admins
             * @default false
             */
            draft: boolean;
            from_template?: components["schemas"]["FromTemplate"] | null;
            /** Included */
            included?: string[];
            /** @default class */
            kind: components["schemas"]["Kind"];
            /**
             * Languages
             * @description that are spoken, as ISO 639 codes
             * @example [
             *       "en"
             *     ]
             */
            languages?: string[];
            /**
             * Link
             * @description where an online event meets; shown to guests with a booking only
             */
            link?: string | null;
            /**
             * Location
             * @default
             */
            location: string;
            /**
             * Online
             * @default false
             */
            online: boolean;
            /**
             * Pictures
             * @description instead of those of the template
             */
            pictures?: components["schemas"]["PlacedPicture"][];
            /** Programme */
            programme?: components["schemas"]["ProgrammePart"][];
            /** Refund Ladder */
            refund_ladder?: components["schemas"]["RefundStep"][];
            /** Sessions */
            sessions?: components["schemas"]["NewSession"][];
            /**
             * Tax Rate
             * @description in hundredths of a per cent: 1900 is 19 %
             * @default 0
             */
            tax_rate: number;
            /** Time Zone */
            time_zone: string;
            /** Title */
            title: string;
            /** To Bring */
            to_bring?: string[];
        };
        /** NewEventTemplate */
        NewEventTemplate: {
            /** Event Id */
            event_id: number;
            /**
             * Title
             * @description by default the event's
             */
            title?: string | null;
        };
        /** NewFeed */
        NewFeed: {
            /** Created At */
            created_at: string;
            /** Url */
            url: string;
        };
        /** NewInvitation */
        NewInvitation: {
            /** Email */
            email: string;
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Name */
            name: string;
            /**
             * Roles
             * @description everybody is a guest (user) too
             */
            roles: ("user" | "facilitator" | "admin")[];
        };
        /** NewPasswordByLink */
        NewPasswordByLink: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /** NewRefund */
        NewRefund: {
            /** Amount Cents */
            amount_cents: number;
            /** Reason */
            reason: string;
        };
        /**
         * NewSeries
         * @description Sessions that repeat. The first one gives the time of day in the event's zone, the length and all the rest.
         */
        NewSeries: {
            /** Capacity */
            capacity: number;
            /**
             * Currency
             * @description by default the studio's
             */
            currency?: string | null;
            /** Decide At */
            decide_at?: string | null;
            /** Deposit Percent */
            deposit_percent?: number | null;
            /**
             * End Time
             * Format: date-time
             */
            end_time: string;
            /**
             * Excluded
             * @description days without a session: holidays
             */
            excluded?: string[];
            /** Location */
            location?: string | null;
            /** Min Places */
            min_places?: number | null;
            payment_terms?: components["schemas"]["PaymentTerms"] | null;
            /**
             * Price Cents
             * @description in cents; 0 is free
             * @default 0
             */
            price_cents: number;
            /**
             * Rule
             * @description a recurrence rule of RFC 5545; without an end it stops after a year
             * @example FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270630
             */
            rule: string;
            /**
             * Start Time
             * Format: date-time
             */
            start_time: string;
            /** Title */
            title?: string | null;
        };
        /**
         * NewSession
         * @description A session. Without `title` or `location` it has the event's; without a price it is free.
         *
         *     Without `payment_terms` a price is paid online if a payment provider is set up, and to the facilitator if not.
         */
        NewSession: {
            /** Capacity */
            capacity: number;
            /**
             * Currency
             * @description by default the studio's
             */
            currency?: string | null;
            /** Decide At */
            decide_at?: string | null;
            /** Deposit Percent */
            deposit_percent?: number | null;
            /**
             * End Time
             * Format: date-time
             */
            end_time: string;
            /** Location */
            location?: string | null;
            /** Min Places */
            min_places?: number | null;
            payment_terms?: components["schemas"]["PaymentTerms"] | null;
            /**
             * Price Cents
             * @description in cents; 0 is free
             * @default 0
             */
            price_cents: number;
            /**
             * Start Time
             * Format: date-time
             */
            start_time: string;
            /** Title */
            title?: string | null;
        };
        /** NewSubscription */
        NewSubscription: {
            /** Endpoint */
            endpoint: string;
            keys: components["schemas"]["Keys"];
        };
        /** NewSuppression */
        NewSuppression: {
            /**
             * Address
             * @description an e-mail address or a phone number
             */
            address: string;
            /**
             * Reason
             * @default
             */
            reason: string;
        };
        /**
         * NewTeamChannel
         * @description `address`: the incoming webhook of Slack or Discord, or a phone number for WhatsApp.
         */
        NewTeamChannel: {
            /** Address */
            address: string;
            /** Enabled */
            enabled?: boolean | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "slack" | "discord" | "whatsapp";
            /** Label */
            label: string;
        };
        /** NotPaid */
        NotPaid: {
            /** Reason */
            reason: string;
        };
        /** NoteOut */
        NoteOut: {
            /** Body */
            body: string;
            /** Title */
            title: string;
        };
        /**
         * Nothing
         * @description No field: what is paid follows from the booking.
         */
        Nothing: Record<string, never>;
        /** NotificationHealth */
        NotificationHealth: {
            /** Channels */
            channels: components["schemas"]["ChannelHealth"][];
            /** Service */
            service: string;
            /**
             * Status
             * @enum {string}
             */
            status: "healthy" | "degraded";
            /** Timestamp */
            timestamp: string;
        };
        /** NotificationList */
        NotificationList: {
            /** Notifications */
            notifications: components["schemas"]["NotificationOut"][];
            pagination: components["schemas"]["Pagination"];
            /** Unread */
            unread: number;
        };
        /**
         * NotificationOut
         * @description A notification in the app. `url` is a path of the web app.
         */
        NotificationOut: {
            /** Body */
            body: string;
            /** Booking Id */
            booking_id: number | null;
            /** Created At */
            created_at: string;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Read At */
            read_at: string | null;
            /** Title */
            title: string;
            /** Url */
            url: string;
        };
        /** NotificationStatus */
        NotificationStatus: {
            /** Attempts */
            attempts: number;
            /** Channel */
            channel: string;
            /** Error */
            error: string | null;
            /** Id */
            id: string;
            /** Notification Id */
            notification_id: string;
            /** Scheduled For */
            scheduled_for: string;
            /** Sent At */
            sent_at: string | null;
            /** Status */
            status: string;
            /** Type */
            type: string;
        };
        /** OldSubscription */
        OldSubscription: {
            /** Endpoint */
            endpoint: string;
        };
        /** OpenSignIn */
        OpenSignIn: {
            /** Id */
            id: string;
            /** Role */
            role: string;
            /** Roles */
            roles: string[];
        };
        /**
         * OpenSignIns
         * @description Those that are open. The others have ended.
         */
        OpenSignIns: {
            /** Sign Ins */
            sign_ins: components["schemas"]["OpenSignIn"][];
        };
        /** OrderLineOut */
        OrderLineOut: {
            /** Amount Cents */
            amount_cents: number;
            /** Booking Id */
            booking_id: number | null;
            /** Description */
            description: string;
            /** Kind */
            kind: string;
            /** Quantity */
            quantity: number;
            /** Tax Rate */
            tax_rate: number;
            /** Unit Cents */
            unit_cents: number;
        };
        /** OrderOut */
        OrderOut: {
            /** Currency */
            currency: string;
            /** Due Now Cents */
            due_now_cents: number;
            /** Event Title */
            event_title: string | null;
            /** Guest Name */
            guest_name: string;
            /** Id */
            id: number;
            /** Lines */
            lines: components["schemas"]["OrderLineOut"][];
            /** Paid Cents */
            paid_cents: number;
            /** Payments */
            payments: components["schemas"]["PaymentOut"][];
            /** Receipts */
            receipts: components["schemas"]["ReceiptOut"][];
            /** Refunded Cents */
            refunded_cents: number;
            /** Refunds */
            refunds: components["schemas"]["RefundOut"][];
            /** Rest Cents */
            rest_cents: number;
            /** Session Id */
            session_id: number | null;
            /** Session Time */
            session_time: string | null;
            /** Session Time Zone */
            session_time_zone: string | null;
            terms: components["schemas"]["TermsOut"];
            /** Total Cents */
            total_cents: number;
        };
        /** OrderResponse */
        OrderResponse: {
            order: components["schemas"]["OrderOut"];
        };
        /**
         * OutsideBooking
         * @description A booking as the documented payload describes it.
         * @example {
         *       "appointment_date": "2026-12-12T07:00:00+05:30",
         *       "appointment_duration": 60,
         *       "barbershop_name": "Samaya Studio",
         *       "booking_id": "B-1042",
         *       "currency": "INR",
         *       "customer_email": "asha@example.com",
         *       "customer_name": "Asha Rao",
         *       "service_name": "Sunrise Yoga",
         *       "time_zone": "Asia/Kolkata",
         *       "total_price": "450.00",
         *       "user_id": "U-77"
         *     }
         */
        OutsideBooking: {
            /**
             * Appointment Date
             * Format: date-time
             */
            appointment_date: string;
            /** Appointment Duration */
            appointment_duration?: number | null;
            /** Barber Name */
            barber_name?: string | null;
            /** Barbershop Name */
            barbershop_name: string;
            /** Booking Id */
            booking_id: string;
            /** Booking Status */
            booking_status?: string | null;
            /** Currency */
            currency?: string | null;
            /** Customer Email */
            customer_email?: string | null;
            /** Customer Name */
            customer_name: string;
            /** Customer Phone */
            customer_phone?: string | null;
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Notes */
            notes?: string | null;
            /** Payment Id */
            payment_id?: string | null;
            /** Payment Method */
            payment_method?: string | null;
            /** Payment Status */
            payment_status?: string | null;
            /** Service Name */
            service_name: string;
            /** Time Zone */
            time_zone?: string | null;
            /** Total Price */
            total_price?: number | string | null;
            /** User Id */
            user_id: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Pagination
         * @description Which page of a list this is.
         */
        Pagination: {
            /** Has Next */
            has_next: boolean;
            /** Has Prev */
            has_prev: boolean;
            /** Page */
            page: number;
            /** Pages */
            pages: number;
            /** Per Page */
            per_page: number;
            /** Total */
            total: number;
        };
        /** PaidAtTheDoor */
        PaidAtTheDoor: {
            method: components["schemas"]["Method"];
        };
        /** PartOut */
        PartOut: {
            /** Max Length */
            max_length: number;
            /** Name */
            name: string;
            /** Original */
            original: string;
            /** Text */
            text: string;
        };
        /**
         * Party
         * @description In which capacity somebody acts: a facilitator may be a guest of another's session.
         * @enum {string}
         */
        Party: "user" | "facilitator" | "system";
        /** PasswordChange */
        PasswordChange: {
            /** Current Password */
            current_password: string;
            /** New Password */
            new_password: string;
        };
        /** Pause */
        Pause: {
            /** Reason */
            reason: string;
        };
        /** PaymentOut */
        PaymentOut: {
            /** Amount Cents */
            amount_cents: number;
            /** Captured At */
            captured_at: string | null;
            /** Currency */
            currency: string;
            /** Id */
            id: number;
            /** Method */
            method: string | null;
            /** Provider */
            provider: string;
            /** Refundable Cents */
            refundable_cents: number;
            /** State */
            state: string;
        };
        /**
         * PaymentTerms
         * @enum {string}
         */
        PaymentTerms: "pay_online" | "pay_facilitator" | "deposit";
        /** PendingNotifications */
        PendingNotifications: {
            /** Limit */
            limit: number;
            /** Notifications */
            notifications: components["schemas"]["NotificationStatus"][];
            /** Offset */
            offset: number;
            /** Total */
            total: number;
        };
        /** PeopleList */
        PeopleList: {
            pagination: components["schemas"]["Pagination"];
            /** People */
            people: components["schemas"]["PersonOut"][];
        };
        /** PersonOut */
        PersonOut: {
            /** Created At */
            created_at: string;
            /** Email */
            email: string;
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Role */
            role: string;
            /** Roles */
            roles: string[];
            /**
             * State
             * @enum {string}
             */
            state: "active" | "invited" | "switched_off" | "erased";
        };
        /** PersonResponse */
        PersonResponse: {
            person: components["schemas"]["PersonOut"];
        };
        /** PhoneConfirmation */
        PhoneConfirmation: {
            /** Code */
            code: string;
        };
        /**
         * PictureFormat
         * @enum {string}
         */
        PictureFormat: "avif" | "webp" | "jpg";
        /** PictureList */
        PictureList: {
            /** Pictures */
            pictures: components["schemas"]["PictureOut"][];
        };
        /**
         * PictureOut
         * @description `src` is a JPEG; `width` and `height` are in pixels, of the largest of `sources`.
         */
        PictureOut: {
            /** Alt */
            alt: string;
            focus: components["schemas"]["FocusOut"];
            /** Height */
            height: number;
            /** Id */
            id: number;
            sources: components["schemas"]["SourcesOut"];
            /** Src */
            src: string;
            /** Width */
            width: number;
        };
        /** PictureResponse */
        PictureResponse: {
            picture: components["schemas"]["PictureOut"];
        };
        /** PlacedPicture */
        PlacedPicture: {
            /**
             * Alt
             * @description says what it shows, for who can't see it
             * @default
             */
            alt: string;
            /**
             * @default {
             *       "x": 50,
             *       "y": 50
             *     }
             */
            focus: components["schemas"]["Focus"];
            /** Id */
            id: number;
        };
        /** PlanList */
        PlanList: {
            /** Messages */
            messages: components["schemas"]["PlanOut"][];
        };
        /**
         * PlanOut
         * @description One message: when it is due, its state, and the reason if it is not sent or sent earlier.
         *
         *     `state`: planned, queued, sent, skipped, withdrawn or failed. Others than its receiver
         *     see only the end of a number in `to`.
         */
        PlanOut: {
            /** Channel */
            channel: string;
            /** Due At */
            due_at: string;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Reason */
            reason: string | null;
            /** Sent At */
            sent_at: string | null;
            /** State */
            state: string;
            /** To */
            to: string;
        };
        /**
         * Portrait
         * @description Null removes it.
         */
        Portrait: {
            portrait: components["schemas"]["PlacedPicture"] | null;
        };
        /** PortraitResponse */
        PortraitResponse: {
            portrait: components["schemas"]["PictureOut"] | null;
        };
        /** Preferences */
        Preferences: {
            /** Choices */
            choices: components["schemas"]["ChoiceOut"][];
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "hi";
            /** Phone */
            phone: string | null;
            quiet_hours: components["schemas"]["QuietHoursOut"] | null;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * PreferencesChange
         * @description Only fields that are set change. Null clears the phone number and the quiet hours.
         */
        PreferencesChange: {
            /** Choices */
            choices?: components["schemas"]["Choice"][] | null;
            /** Language */
            language?: ("en" | "hi") | null;
            /** Phone */
            phone?: string | null;
            quiet_hours?: components["schemas"]["QuietHours"] | null;
            /** Time Zone */
            time_zone?: string | null;
        };
        /** Preview */
        Preview: {
            /** Html */
            html: string;
        };
        /** PriceLine */
        PriceLine: {
            /** Amount Cents */
            amount_cents: number;
            /** Description */
            description: string;
            /** Kind */
            kind: string;
            /** Quantity */
            quantity: number;
            /** Tax Rate */
            tax_rate: number;
            /** Unit Cents */
            unit_cents: number;
        };
        /** PriceRange */
        PriceRange: {
            /** Currency */
            currency: string;
            /** Max Cents */
            max_cents: number;
            /** Min Cents */
            min_cents: number;
        };
        /** PriceRanges */
        PriceRanges: {
            /** Ranges */
            ranges: components["schemas"]["PriceRange"][];
        };
        /**
         * Problem
         * @description An error (RFC 9457). `error` repeats the sentence of `detail` for simple clients.
         */
        Problem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Error */
            error: string;
            /**
             * Errors
             * @default null
             */
            errors: components["schemas"]["FieldError"][] | null;
            /**
             * Field
             * @default null
             */
            field: string | null;
            /** Request Id */
            request_id: string | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /** ProfileChange */
        ProfileChange: {
            /** Biography */
            biography?: string | null;
            /** Language */
            language?: ("en" | "hi") | null;
            /** Name */
            name?: string | null;
            /** Phone */
            phone?: string | null;
            /** Time Zone */
            time_zone?: string | null;
        };
        /**
         * ProgrammePart
         * @description A day of the programme, or a part of it.
         */
        ProgrammePart: {
            /**
             * Text
             * @default
             */
            text: string;
            /** Title */
            title: string;
        };
        /** ProgrammePartOut */
        ProgrammePartOut: {
            /** Text */
            text: string;
            /** Title */
            title: string;
        };
        /**
         * QuietHours
         * @description Local times between which no reminder arrives; across midnight if `until` is earlier.
         */
        QuietHours: {
            /** From */
            from: string;
            /** Until */
            until: string;
        };
        /** QuietHoursOut */
        QuietHoursOut: {
            /** From */
            from: string;
            /** Until */
            until: string;
        };
        /**
         * Quotas
         * @description What one key may send in a day: in all, and to one recipient.
         */
        Quotas: {
            /** Messages Per Day */
            messages_per_day: number;
            /** Messages Per Recipient */
            messages_per_recipient: number;
        };
        /**
         * Readiness
         * @description `checks` states for each requirement either ok or what is wrong.
         */
        Readiness: {
            /** Checks */
            checks: {
                [key: string]: string;
            };
            /** Status */
            status: string;
        };
        /** Rebook */
        Rebook: {
            /** Offer Version */
            offer_version?: number | null;
        };
        /**
         * ReceiptKind
         * @enum {string}
         */
        ReceiptKind: "payment" | "deposit" | "rest" | "refund";
        /** ReceiptOut */
        ReceiptOut: {
            /** Amount Cents */
            amount_cents: number;
            /** Issued At */
            issued_at: string;
            kind: components["schemas"]["ReceiptKind"];
            /** Number */
            number: string;
        };
        /** Received */
        Received: {
            /** Message */
            message: string;
        };
        /**
         * Refresh
         * @description A program sends its refresh token, a browser the cookie alone.
         */
        Refresh: {
            /** Refresh Token */
            refresh_token?: string | null;
        };
        /** RefundOut */
        RefundOut: {
            /** Amount Cents */
            amount_cents: number;
            /** Created At */
            created_at: string;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Payment Id */
            payment_id: number;
            /** Processed At */
            processed_at: string | null;
            /** Reason */
            reason: string;
            /** State */
            state: string;
        };
        /**
         * RefundStep
         * @description A guest who cancels at least so many days before the start gets this part back.
         */
        RefundStep: {
            /** Days Before */
            days_before: number;
            /** Percent */
            percent: number;
        };
        /**
         * RefundStepOut
         * @description A guest who cancels at least so many days before the start gets this part of the price back.
         */
        RefundStepOut: {
            /** Days Before */
            days_before: number;
            /** Percent */
            percent: number;
        };
        /**
         * RefundUntil
         * @description A guest who cancels until this time gets this part of the price back.
         */
        RefundUntil: {
            /** Percent */
            percent: number;
            /** Until */
            until: string;
        };
        /**
         * Refusal
         * @example {
         *       "appointment_date": "2026-12-12T07:00:00+05:30",
         *       "appointment_duration": 60,
         *       "barbershop_name": "Samaya Studio",
         *       "booking_id": "B-1042",
         *       "currency": "INR",
         *       "customer_email": "asha@example.com",
         *       "customer_name": "Asha Rao",
         *       "service_name": "Sunrise Yoga",
         *       "time_zone": "Asia/Kolkata",
         *       "total_price": "450.00",
         *       "user_id": "U-77"
         *     }
         */
        Refusal: {
            /**
             * Appointment Date
             * Format: date-time
             */
            appointment_date: string;
            /** Appointment Duration */
            appointment_duration?: number | null;
            /** Barber Name */
            barber_name?: string | null;
            /** Barbershop Name */
            barbershop_name: string;
            /** Booking Id */
            booking_id: string;
            /** Booking Status */
            booking_status?: string | null;
            /** Currency */
            currency?: string | null;
            /** Customer Email */
            customer_email?: string | null;
            /** Customer Name */
            customer_name: string;
            /** Customer Phone */
            customer_phone?: string | null;
            /** Decline Reason */
            decline_reason?: string | null;
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Notes */
            notes?: string | null;
            /** Payment Id */
            payment_id?: string | null;
            /** Payment Method */
            payment_method?: string | null;
            /** Payment Status */
            payment_status?: string | null;
            /** Service Name */
            service_name: string;
            /** Time Zone */
            time_zone?: string | null;
            /** Total Price */
            total_price?: number | string | null;
            /** User Id */
            user_id: string;
        } & {
            [key: string]: unknown;
        };
        /** Register */
        Register: {
            /** Email */
            email: string;
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Name */
            name: string;
            /** Password */
            password: string;
            /** Phone */
            phone?: string | null;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone: string;
            /** Username */
            username?: string | null;
        };
        /** Registered */
        Registered: {
            /** Message */
            message: string;
            user: components["schemas"]["UserOut"];
        };
        /**
         * ReminderRequest
         * @description A reminder at `schedule_at`, or `hours_before` the appointment; without either, at the usual times.
         * @example {
         *       "appointment_date": "2026-12-12T07:00:00+05:30",
         *       "appointment_duration": 60,
         *       "barbershop_name": "Samaya Studio",
         *       "booking_id": "B-1042",
         *       "currency": "INR",
         *       "customer_email": "asha@example.com",
         *       "customer_name": "Asha Rao",
         *       "service_name": "Sunrise Yoga",
         *       "time_zone": "Asia/Kolkata",
         *       "total_price": "450.00",
         *       "user_id": "U-77"
         *     }
         */
        ReminderRequest: {
            /**
             * Appointment Date
             * Format: date-time
             */
            appointment_date: string;
            /** Appointment Duration */
            appointment_duration?: number | null;
            /** Barber Name */
            barber_name?: string | null;
            /** Barbershop Name */
            barbershop_name: string;
            /** Booking Id */
            booking_id: string;
            /** Booking Status */
            booking_status?: string | null;
            /** Channels */
            channels?: ("email" | "sms")[] | null;
            /** Currency */
            currency?: string | null;
            /** Customer Email */
            customer_email?: string | null;
            /** Customer Name */
            customer_name: string;
            /** Customer Phone */
            customer_phone?: string | null;
            /** Hours Before */
            hours_before?: number | null;
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /** Notes */
            notes?: string | null;
            /** Payment Id */
            payment_id?: string | null;
            /** Payment Method */
            payment_method?: string | null;
            /** Payment Status */
            payment_status?: string | null;
            /** Schedule At */
            schedule_at?: string | null;
            /** Service Name */
            service_name: string;
            /** Time Zone */
            time_zone?: string | null;
            /** Total Price */
            total_price?: number | string | null;
            /** User Id */
            user_id: string;
        } & {
            [key: string]: unknown;
        };
        /** Removed */
        Removed: {
            /** Message */
            message: string;
        };
        /** Resynced */
        Resynced: {
            check: components["schemas"]["CheckOut"];
            /** Message */
            message: string;
            /** Sent */
            sent: number;
        };
        /** Retried */
        Retried: {
            /** Message */
            message: string;
            /** Retried */
            retried: number;
        };
        /** RetriedNotification */
        RetriedNotification: {
            /** Message */
            message: string;
            /** Notification Id */
            notification_id: string;
        };
        /** RolesChange */
        RolesChange: {
            /**
             * Roles
             * @description everybody is a guest (user) too
             */
            roles: ("user" | "facilitator" | "admin")[];
        };
        /**
         * SavedTexts
         * @description What was saved once. A part that is missing had its original text.
         */
        SavedTexts: {
            /** Saved At */
            saved_at: string;
            /** Saved By */
            saved_by: string | null;
            /** Texts */
            texts: {
                [key: string]: string;
            };
            /** Version */
            version: number;
        };
        /**
         * Scope
         * @description Which sessions of a series a change is for. Those that have ended stay as they are.
         * @enum {string}
         */
        Scope: "this" | "later" | "all";
        /**
         * SeriesDate
         * @description `moved`: the clocks skip the usual time of day on this day, so the session starts as much later.
         *
         *     `exists`: the event has a session at this time, so none is added.
         */
        SeriesDate: {
            /** End Time */
            end_time: string;
            /** Exists */
            exists: boolean;
            /** Moved */
            moved: boolean;
            /** Start Time */
            start_time: string;
        };
        /**
         * SeriesOut
         * @description The dates of a series: in a preview all of its rule, afterwards those that were added.
         *
         *     `cut`: its rule goes on, but a year is made at once. `series_id` is null in a preview.
         */
        SeriesOut: {
            /** Cut */
            cut: boolean;
            /** Dates */
            dates: components["schemas"]["SeriesDate"][];
            /** Series Id */
            series_id: number | null;
        };
        /** SeriesResponse */
        SeriesResponse: {
            series: components["schemas"]["SeriesOut"];
        };
        /** SessionChange */
        SessionChange: {
            /** Capacity */
            capacity?: number | null;
            /** Currency */
            currency?: string | null;
            /** Decide At */
            decide_at?: string | null;
            /** Deposit Percent */
            deposit_percent?: number | null;
            /** End Time */
            end_time?: string | null;
            /** Location */
            location?: string | null;
            /** Min Places */
            min_places?: number | null;
            payment_terms?: components["schemas"]["PaymentTerms"] | null;
            /** Price Cents */
            price_cents?: number | null;
            /** Start Time */
            start_time?: string | null;
            /** Title */
            title?: string | null;
        };
        /**
         * SessionImpactRequest
         * @description The change to preview; without one, cancelling is previewed.
         */
        SessionImpactRequest: {
            change?: components["schemas"]["SessionChange"] | null;
            /** @default this */
            scope: components["schemas"]["Scope"];
        };
        /** SessionList */
        SessionList: {
            pagination: components["schemas"]["Pagination"];
            /**
             * Searched For
             * @description the search without its misspelt words, if nothing has them
             */
            searched_for: string | null;
            /** Sessions */
            sessions: components["schemas"]["SessionOut"][];
        };
        /** SessionMessageList */
        SessionMessageList: {
            /** Messages */
            messages: components["schemas"]["SessionMessageOut"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** SessionMessageOut */
        SessionMessageOut: {
            /** Guests */
            guests: number;
            /** Id */
            id: number;
            /** Sent At */
            sent_at: string;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /**
         * SessionMessagePreview
         * @description The mail as an example guest gets it. `by_mail` of the `guests` get it by mail; the others turned that off.
         */
        SessionMessagePreview: {
            /** By Mail */
            by_mail: number;
            /** Guests */
            guests: number;
            /** Html */
            html: string;
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /** SessionMessageSent */
        SessionMessageSent: {
            message: components["schemas"]["SessionMessageOut"];
        };
        /**
         * SessionMessageText
         * @description What a facilitator writes to the guests of a session: plain text.
         */
        SessionMessageText: {
            /** Subject */
            subject: string;
            /** Text */
            text: string;
        };
        /**
         * SessionOut
         * @description `offer_version` rises when the time, place, zone or price changes; send the one that was shown when booking.
         */
        SessionOut: {
            /** Capacity */
            capacity: number;
            /** Currency */
            currency: string;
            /** Decide At */
            decide_at: string | null;
            /** Deposit Cents */
            deposit_cents: number | null;
            /** Deposit Percent */
            deposit_percent: number | null;
            /** End Time */
            end_time: string;
            /** Event Id */
            event_id: number;
            /** Event Kind */
            event_kind: string;
            /** Event Title */
            event_title: string;
            /** Facilitator Id */
            facilitator_id: number;
            /** Facilitator Name */
            facilitator_name: string;
            /** Id */
            id: number;
            /** Location */
            location: string;
            /** Min Places */
            min_places: number | null;
            /** Offer Version */
            offer_version: number;
            /** Online */
            online: boolean;
            /**
             * Payment Terms
             * @enum {string}
             */
            payment_terms: "pay_online" | "pay_facilitator" | "deposit";
            /** Price Cents */
            price_cents: number;
            /** Run State */
            run_state: ("undecided" | "confirmed") | null;
            /** Seats Left */
            seats_left: number;
            /** Seats Taken */
            seats_taken: number;
            /** Series Id */
            series_id: number | null;
            /** Start Time */
            start_time: string;
            /** Status */
            status: string;
            /** Time */
            time: string;
            /** Time Zone */
            time_zone: string;
            /** Title */
            title: string;
        };
        /** SessionPlanList */
        SessionPlanList: {
            /** Messages */
            messages: components["schemas"]["GuestPlanOut"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * SessionPrice
         * @description What booking a session costs now, as the order's lines will say.
         */
        SessionPrice: {
            /** Currency */
            currency: string;
            /** Due Now Cents */
            due_now_cents: number;
            /** Lines */
            lines: components["schemas"]["PriceLine"][];
            /**
             * Payment Terms
             * @enum {string}
             */
            payment_terms: "pay_online" | "pay_facilitator" | "deposit";
            /** Refund Ladder */
            refund_ladder: components["schemas"]["RefundStepOut"][];
            /** Refund Steps */
            refund_steps: components["schemas"]["RefundUntil"][];
            /** Total Cents */
            total_cents: number;
        };
        /** SessionResponse */
        SessionResponse: {
            session: components["schemas"]["SessionOut"];
        };
        /** SignInIds */
        SignInIds: {
            /** Sign In Ids */
            sign_in_ids: string[];
        };
        /** SignedIn */
        SignedIn: {
            /** Access Token */
            access_token: string;
            /** Message */
            message: string;
            /**
             * Refresh Token
             * @description for a program that asked for it; missing otherwise
             */
            refresh_token?: string | null;
            user: components["schemas"]["UserOut"];
        };
        /**
         * SourcesOut
         * @description For `srcset`.
         */
        SourcesOut: {
            /** Avif */
            avif: string;
            /** Webp */
            webp: string;
        };
        /**
         * StatementCurrency
         * @description `owed_cents` is what providers took and did not give back. What was taken at the door is not owed.
         *
         *     A deposit is owed once its session has run. Until then it is among `deposits_cents`, without its tax; below 0 if
         *     more of them were earned in this month than taken.
         */
        StatementCurrency: {
            /** At The Door Cents */
            at_the_door_cents: number;
            /** Currency */
            currency: string;
            /** Deposits Cents */
            deposits_cents: number;
            /** Owed Cents */
            owed_cents: number;
            /** Refunded Cents */
            refunded_cents: number;
            /** Sold Cents */
            sold_cents: number;
            /** Tax Cents */
            tax_cents: number;
        };
        /**
         * StatementOut
         * @description A month in `time_zone`. `rows` has the first 500 of `rows_total`; the CSV has all.
         */
        StatementOut: {
            /** Currencies */
            currencies: components["schemas"]["StatementCurrency"][];
            /** Facilitator Id */
            facilitator_id: number;
            /** Month */
            month: string;
            /** Rows */
            rows: components["schemas"]["StatementRow"][];
            /** Rows Total */
            rows_total: number;
            /** Time Zone */
            time_zone: string;
        };
        /** StatementResponse */
        StatementResponse: {
            statement: components["schemas"]["StatementOut"];
        };
        /** StatementRow */
        StatementRow: {
            /** Amount Cents */
            amount_cents: number;
            /** Currency */
            currency: string;
            /** Date */
            date: string;
            /**
             * Deposit Cents
             * @description Of the amount: what is owed as a deposit. Below 0 once it is earned.
             */
            deposit_cents: number;
            /** Event Title */
            event_title: string | null;
            /** Guest Name */
            guest_name: string;
            /**
             * Kind
             * @description payment, payment undone, refund, refund failed, deposit earned
             */
            kind: string;
            /** Method */
            method: string | null;
            /** Order Id */
            order_id: number;
            /** Payment Id */
            payment_id: number;
            /** Provider */
            provider: string;
            /** Refund Id */
            refund_id: number | null;
            /** Session Id */
            session_id: number | null;
            /** Session Time */
            session_time: string | null;
            /** Session Time Zone */
            session_time_zone: string | null;
            /** Tax Cents */
            tax_cents: number;
        };
        /** StepOut */
        StepOut: {
            /** After Ms */
            after_ms: number | null;
            /** At */
            at: string | null;
            /** Step */
            step: string;
        };
        /** StudioBooking */
        StudioBooking: {
            /** Amount Paid */
            amount_paid: number | null;
            /** Arrive Minutes Early */
            arrive_minutes_early: number | null;
            /** Can Cancel */
            can_cancel: boolean;
            /** Can Move */
            can_move: boolean;
            /** Can Reactivate */
            can_reactivate: boolean;
            cancelled_by: components["schemas"]["Party"] | null;
            /** Change Seen */
            change_seen: boolean;
            /** Created At */
            created_at: string;
            /** Currency */
            currency: string | null;
            /** Event Id */
            event_id: number;
            /** Event Title */
            event_title: string;
            /** Facilitator Name */
            facilitator_name: string;
            /** Held Until */
            held_until: string | null;
            /** Id */
            id: number;
            /**
             * Open Cents
             * @description what is still to pay, online or at the door; null without an order
             */
            open_cents: number | null;
            /** Order Id */
            order_id: number | null;
            /** Payment Id */
            payment_id: string | null;
            /** Payment Provider */
            payment_provider: string | null;
            /** Payment Status */
            payment_status: string | null;
            /** Payment Terms */
            payment_terms: string | null;
            /** Places */
            places: number;
            /** Previous Session End Time */
            previous_session_end_time: string | null;
            /** Previous Session Location */
            previous_session_location: string | null;
            /** Previous Session Time */
            previous_session_time: string | null;
            /** Price Cents */
            price_cents: number | null;
            /** Price Currency */
            price_currency: string | null;
            /** Reason */
            reason: string | null;
            /** Refund Id */
            refund_id: string | null;
            /** Refund Status */
            refund_status: string | null;
            /** Refunded At */
            refunded_at: string | null;
            /** Refunded Cents */
            refunded_cents: number | null;
            /** Rest Cents */
            rest_cents: number | null;
            /** Session Decide At */
            session_decide_at: string | null;
            /** Session End Time */
            session_end_time: string;
            /** Session Id */
            session_id: number;
            /** Session Link */
            session_link: string | null;
            /** Session Location */
            session_location: string;
            /** Session Offer Version */
            session_offer_version: number;
            /** Session Online */
            session_online: boolean;
            /** Session Places Missing */
            session_places_missing: number | null;
            /** Session Run State */
            session_run_state: ("undecided" | "confirmed") | null;
            /** Session Status */
            session_status: string;
            /** Session Time */
            session_time: string;
            /** Session Time Zone */
            session_time_zone: string;
            /** Session Title */
            session_title: string;
            status: components["schemas"]["BookingStatus"];
            /** Timestamp */
            timestamp: string;
            /** Total Cents */
            total_cents: number | null;
            /** Updated At */
            updated_at: string;
            /** User Email */
            user_email: string;
            /** User Id */
            user_id: number;
            /** User Name */
            user_name: string;
            /** Version */
            version: number;
        };
        /** StudioBookings */
        StudioBookings: {
            /** Bookings */
            bookings: components["schemas"]["StudioBooking"][];
            /** Next Before */
            next_before: number | null;
        };
        /**
         * StudioChange
         * @description What changes. Null, or an empty text, removes what was set.
         */
        StudioChange: {
            /** About */
            about?: string | null;
            /** Address */
            address?: string | null;
            /** Colour */
            colour?: string | null;
            /** Contact Email */
            contact_email?: string | null;
            /** Contact Phone */
            contact_phone?: string | null;
            /** Default Currency */
            default_currency?: string | null;
            /** Default Time Zone */
            default_time_zone?: string | null;
            /** Heading */
            heading?: string | null;
            /** Languages */
            languages?: ("en" | "hi")[] | null;
            logo?: components["schemas"]["PlacedPicture"] | null;
            /** Name */
            name?: string | null;
            picture?: components["schemas"]["PlacedPicture"] | null;
            /** Privacy */
            privacy?: string | null;
            /** Review Above Cents */
            review_above_cents?: number | null;
            /** Terms */
            terms?: string | null;
        };
        /** StudioOut */
        StudioOut: {
            /**
             * About
             * @description Markdown, as `terms` and `privacy`; the fields in _html are safe to show
             */
            about: string;
            /** About Html */
            about_html: string;
            /** Address */
            address: string;
            /**
             * Colour
             * @description null: Samaya's own colours
             */
            colour: string | null;
            colours: components["schemas"]["Colours"] | null;
            /** Contact Email */
            contact_email: string | null;
            /** Contact Phone */
            contact_phone: string | null;
            /** Default Currency */
            default_currency: string;
            /** Default Time Zone */
            default_time_zone: string;
            /**
             * Embed Origins
             * @description the websites that may show the studio's events
             */
            embed_origins: string[];
            /**
             * Google Sign In
             * @description whether people can sign in with Google
             */
            google_sign_in: boolean;
            /**
             * Heading
             * @description of Discover; null: one of the product's own, in the reader's language
             */
            heading: string | null;
            /** Languages */
            languages: ("en" | "hi")[];
            logo: components["schemas"]["PictureOut"] | null;
            /** Name */
            name: string;
            /**
             * Pages
             * @description the texts that are not empty
             */
            pages: ("about" | "terms" | "privacy")[];
            /**
             * Phone Example
             * @description a number of the studio's country; null if its zone has no country
             */
            phone_example: string | null;
            picture: components["schemas"]["PictureOut"] | null;
            /** Privacy */
            privacy: string;
            /** Privacy Html */
            privacy_html: string;
            /**
             * Review Above Cents
             * @description null: no review step
             */
            review_above_cents: number | null;
            /**
             * Takes Payments
             * @description whether a payment provider is set up for the default currency
             */
            takes_payments: boolean;
            /** Terms */
            terms: string;
            /** Terms Html */
            terms_html: string;
        };
        /** StudioResponse */
        StudioResponse: {
            studio: components["schemas"]["StudioOut"];
        };
        /** SubjectActions */
        SubjectActions: {
            /** Actions */
            actions: string[];
            /** Subject Type */
            subject_type: string;
        };
        /** SubjectOut */
        SubjectOut: {
            /**
             * Path
             * @description of the event's public page
             */
            path: string | null;
            /**
             * Person
             * @description the guest, or the account's name
             */
            person: string | null;
            /** Person Id */
            person_id: number | null;
            /**
             * Title
             * @description of the event, or the API key's name
             */
            title: string | null;
        };
        /** Subscribed */
        Subscribed: {
            /** Message */
            message: string;
        };
        /** SuppressionList */
        SuppressionList: {
            pagination: components["schemas"]["Pagination"];
            /** Suppressions */
            suppressions: components["schemas"]["SuppressionOut"][];
        };
        /**
         * SuppressionOut
         * @description `covers` is `everything`, or `reminders` for a customer of another system who unsubscribed.
         */
        SuppressionOut: {
            /** Address */
            address: string;
            /** Covers */
            covers: string;
            /** Created At */
            created_at: string;
            /** Id */
            id: number;
            /** Reason */
            reason: string;
        };
        /** SuppressionResponse */
        SuppressionResponse: {
            /** Message */
            message: string;
            suppression: components["schemas"]["SuppressionOut"];
        };
        /** TeamChannelChange */
        TeamChannelChange: {
            /** Address */
            address?: string | null;
            /** Enabled */
            enabled?: boolean | null;
            /** Label */
            label?: string | null;
        };
        /** TeamChannelList */
        TeamChannelList: {
            /** Team Channels */
            team_channels: components["schemas"]["TeamChannelOut"][];
        };
        /**
         * TeamChannelOut
         * @description The address is a secret, so it is masked.
         */
        TeamChannelOut: {
            /** Address */
            address: string;
            /** Created At */
            created_at: string;
            /** Enabled */
            enabled: boolean;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Label */
            label: string;
        };
        /** TeamChannelResponse */
        TeamChannelResponse: {
            team_channel: components["schemas"]["TeamChannelOut"];
        };
        /** TemplateEntry */
        TemplateEntry: {
            /** Channels */
            channels: string[];
            /**
             * Editable
             * @description whether admins can write its texts
             */
            editable: boolean;
            /** Kind */
            kind: string;
            /** Languages */
            languages: string[];
            /** Variants */
            variants: string[];
        };
        /** TemplateList */
        TemplateList: {
            /** Templates */
            templates: components["schemas"]["TemplateEntry"][];
        };
        /** TemplateOut */
        TemplateOut: {
            /** Chat */
            chat: string | null;
            /** Html */
            html: string | null;
            in_app: components["schemas"]["NoteOut"] | null;
            /** Sms */
            sms: string | null;
            /** Subject */
            subject: string | null;
            /** Text */
            text: string | null;
            /** Variables */
            variables: components["schemas"]["VariableOut"][];
        };
        /** TermsOut */
        TermsOut: {
            /** Deposit Cents */
            deposit_cents: number | null;
            /**
             * Payment Terms
             * @enum {string}
             */
            payment_terms: "pay_online" | "pay_facilitator" | "deposit";
            /** Refund Ladder */
            refund_ladder: components["schemas"]["RefundStepOut"][];
            /** Starts At */
            starts_at: string;
        };
        /**
         * TestResult
         * @description A live test through the outbox and back: each step with its time since the start.
         */
        TestResult: {
            /** Duration Ms */
            duration_ms: number;
            /** Message */
            message: string;
            /** Steps */
            steps: components["schemas"]["StepOut"][];
            /** Success */
            success: boolean;
        };
        /** TextsChange */
        TextsChange: {
            /**
             * Closing
             * @description the last paragraphs of the mail
             */
            closing?: string | null;
            /** Heading */
            heading?: string | null;
            /**
             * Intro
             * @description the first paragraphs of the mail
             */
            intro?: string | null;
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "hi";
            /**
             * Note
             * @description the notification in the app
             */
            note?: string | null;
            /** Sms */
            sms?: string | null;
            /** Subject */
            subject?: string | null;
            /**
             * Title
             * @description of the notification in the app
             */
            title?: string | null;
            /**
             * Variant
             * @default a
             */
            variant: string;
            /**
             * Version
             * @description of the texts that were shown
             */
            version: number;
        };
        /** ThemeColours */
        ThemeColours: {
            /** Accent */
            accent: string;
            /** Accent Soft */
            accent_soft: string;
            /** On Accent */
            on_accent: string;
        };
        /** Timeline */
        Timeline: {
            pagination: components["schemas"]["Pagination"];
            /** Timeline */
            timeline: components["schemas"]["TimelineStep"][];
        };
        /**
         * TimelineStep
         * @description One thing that happened to a booking, or to a message about it.
         *
         *     `kind` is what was done (created, cancelled, reactivated, updated; with `changes`, old and new), or the message's
         *     progress: queued, attempt or stored. `refused` is a command of the system that the rules refused, with the reason.
         */
        TimelineStep: {
            /** Action */
            action: string;
            /** At */
            at: string;
            /** Changes */
            changes: {
                [key: string]: unknown;
            } | null;
            /** Channel */
            channel: string | null;
            /** Detail */
            detail: string | null;
            /** Kind */
            kind: string;
            /** Outcome */
            outcome: string | null;
            /** Version */
            version: number;
        };
        /**
         * ToGoogle
         * @description `next` is the page of the web app to go on with; language and time zone are for a new account.
         */
        ToGoogle: {
            /**
             * Language
             * @default en
             * @enum {string}
             */
            language: "en" | "hi";
            /**
             * Next
             * @default
             * @example /my-bookings
             */
            next: string;
            /**
             * Time Zone
             * @default UTC
             */
            time_zone: string;
        };
        /**
         * UndecidedSession
         * @description A session that after the change runs only if `min_places` are booked at `decide_at`; now `booked_places` are.
         */
        UndecidedSession: {
            /** Booked Places */
            booked_places: number;
            /** Decide At */
            decide_at: string;
            /** Min Places */
            min_places: number;
            /** Session Id */
            session_id: number;
            /** Session Title */
            session_title: string;
        };
        /** Unread */
        Unread: {
            /** Unread */
            unread: number;
        };
        /** Upload */
        Upload: {
            /**
             * Picture
             * Format: binary
             */
            picture: string;
        };
        /** UserOut */
        UserOut: {
            /** Biography */
            biography: string;
            /** Created At */
            created_at: string;
            /** Email */
            email: string;
            /** Email Verified */
            email_verified: boolean;
            /** Google Connected */
            google_connected: boolean;
            /** Has Password */
            has_password: boolean;
            /** Id */
            id: number;
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "hi";
            /** Name */
            name: string;
            /** Phone */
            phone: string | null;
            /** Phone Confirmed */
            phone_confirmed: boolean;
            /**
             * Role
             * @description the highest of `roles`
             */
            role: string;
            /** Roles */
            roles: string[];
            /** Time Zone */
            time_zone: string;
            /** Username */
            username: string | null;
        };
        /** UserResponse */
        UserResponse: {
            user: components["schemas"]["UserOut"];
        };
        /** VariableOut */
        VariableOut: {
            /** Example */
            example: string;
            /** Meaning */
            meaning: string;
            /** Name */
            name: string;
        };
        /** VariantOut */
        VariantOut: {
            /** Clicked */
            clicked: number;
            /** Opened */
            opened: number;
            /** Sent */
            sent: number;
            /** Variant */
            variant: string;
        };
        /**
         * When
         * @description The statuses of a list. An event spans its sessions: between the first and the last one it is active.
         *
         *     Bookable is one with a session ahead, whether or not others have been.
         * @enum {string}
         */
        When: "upcoming" | "bookable" | "active" | "ongoing" | "past";
        /** WholeEventTemplate */
        WholeEventTemplate: {
            /** Created At */
            created_at: string;
            event: components["schemas"]["EventOfTemplate"];
            /** First Clock */
            first_clock: string | null;
            /** Id */
            id: number;
            /** Pictures */
            pictures: components["schemas"]["PictureOut"][];
            /** Sessions Total */
            sessions_total: number;
            /** Title */
            title: string;
        };
        /** WholeEventTemplateResponse */
        WholeEventTemplateResponse: {
            template: components["schemas"]["WholeEventTemplate"];
        };
        /** WizardBooking */
        WizardBooking: {
            barberDetails?: components["schemas"]["WizardNamed"] | null;
            /** Bookingid */
            bookingId: string;
            customerInfo: components["schemas"]["WizardCustomer"];
            /**
             * Datetime
             * Format: date-time
             */
            dateTime: string;
            /** Duration */
            duration?: number | null;
            locationDetails: components["schemas"]["WizardNamed"];
            /** Paymentmethod */
            paymentMethod?: string | null;
            /** Paymentstatus */
            paymentStatus?: string | null;
            /** Price */
            price?: number | string | null;
            serviceDetails: components["schemas"]["WizardNamed"];
        } & {
            [key: string]: unknown;
        };
        /** WizardCustomer */
        WizardCustomer: {
            /** Email */
            email?: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone?: string | null;
            /** Userid */
            userId: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * WizardEvent
         * @description What the booking wizard sends when somebody has completed a booking.
         */
        WizardEvent: {
            booking_data: components["schemas"]["WizardBooking"];
            /**
             * Event Type
             * @constant
             */
            event_type: "booking_completed";
            /** Source */
            source?: string | null;
            /** Timestamp */
            timestamp?: string | null;
        } & {
            [key: string]: unknown;
        };
        /** WizardNamed */
        WizardNamed: {
            /** Name */
            name: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * WrittenTexts
         * @description A part that is left out has its original text.
         */
        WrittenTexts: {
            /**
             * Closing
             * @description the last paragraphs of the mail
             */
            closing?: string | null;
            /** Heading */
            heading?: string | null;
            /**
             * Intro
             * @description the first paragraphs of the mail
             */
            intro?: string | null;
            /**
             * Language
             * @enum {string}
             */
            language: "en" | "hi";
            /**
             * Note
             * @description the notification in the app
             */
            note?: string | null;
            /** Sms */
            sms?: string | null;
            /** Subject */
            subject?: string | null;
            /**
             * Title
             * @description of the notification in the app
             */
            title?: string | null;
            /**
             * Variant
             * @default a
             */
            variant: string;
        };
    };
    responses: {
        /**
         * @description Bad request
         *
         *     - `bad_form`: The form is not valid.
         *     - `invalid`: The picture is too small, or too narrow for its length.
         */
        "400-bad_form-invalid": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "bad_form" | "invalid";
                };
            };
        };
        /**
         * @description Bad request
         *
         *     - `bad_json`: A text in the body has a character that can't be stored.
         */
        "400-bad_json": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "bad_json";
                };
            };
        };
        /**
         * @description Bad request
         *
         *     - `bad_json`: The body is not valid JSON.
         *     - `invalid`: The request is not valid; `field` names what is wrong with it.
         */
        "400-bad_json-invalid": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "bad_json" | "invalid";
                };
            };
        };
        /**
         * @description Bad request
         *
         *     - `bad_json`: The body is not valid JSON.
         *     - `invalid`: The request is not valid; `field` names what is wrong with it.
         *     - `invalid_credentials`: The current password is wrong.
         */
        "400-bad_json-invalid-invalid_credentials": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "bad_json" | "invalid" | "invalid_credentials";
                };
            };
        };
        /**
         * @description Bad request
         *
         *     - `invalid`: We can't send texts to this number. Enter a mobile number.
         */
        "400-invalid": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid";
                };
            };
        };
        /**
         * @description Unauthorized
         *
         *     - `invalid_credentials`: Wrong e-mail or password.
         */
        "401-invalid_credentials": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_credentials";
                };
            };
        };
        /**
         * @description Unauthorized
         *
         *     - `invalid_token`: The access token is not valid. Sign in again.
         *     - `login_ended`: You've been signed out. Sign in again.
         *     - `token_expired`: The access token has expired. Refresh it or sign in again.
         *     - `unauthorized`: Sign in first: this needs an access token.
         */
        "401-invalid_token-login_ended-token_expired-unauthorized": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_token" | "login_ended" | "token_expired" | "unauthorized";
                };
            };
        };
        /**
         * @description Unauthorized
         *
         *     - `invalid_token`: The access token is not valid. Sign in again.
         *     - `login_ended`: You've been signed out. Sign in again.
         *     - `token_expired`: The access token has expired. Refresh it or sign in again.
         *     - `unauthorized`: Sign in first: this needs an access token.
         *     - `wrong_signature`: The signature does not match this body.
         */
        "401-invalid_token-login_ended-token_expired-unauthorized-wrong_signature": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_token" | "login_ended" | "token_expired" | "unauthorized" | "wrong_signature";
                };
            };
        };
        /**
         * @description Unauthorized
         *
         *     - `login_ended`: You've been signed out. Sign in again.
         *     - `no_refresh_token`: You are not signed in.
         *     - `token_reused`: You've been signed out, because this device's sign-in was used somewhere else too. Sign in again.
         */
        "401-login_ended-no_refresh_token-token_reused": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "login_ended" | "no_refresh_token" | "token_reused";
                };
            };
        };
        /**
         * @description Forbidden
         *
         *     - `confirmation_needed`: Confirm that it's you first.
         */
        "403-confirmation_needed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "confirmation_needed";
                };
            };
        };
        /**
         * @description Forbidden
         *
         *     - `confirmation_needed`: Confirm that it's you first.
         *     - `forbidden`: Your account isn't allowed to do this.
         */
        "403-confirmation_needed-forbidden": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "confirmation_needed" | "forbidden";
                };
            };
        };
        /**
         * @description Forbidden
         *
         *     - `forbidden`: Your account isn't allowed to do this.
         */
        "403-forbidden": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
            };
        };
        /**
         * @description Forbidden
         *
         *     - `switched_off`: This account is switched off. Please ask the studio.
         */
        "403-switched_off": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "switched_off";
                };
            };
        };
        /**
         * @description Forbidden
         *
         *     - `wrong_password`: Wrong password.
         */
        "403-wrong_password": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "wrong_password";
                };
            };
        };
        /**
         * @description Not found
         *
         *     - `not_found`: There is nothing of this kind with this id, or it isn't yours.
         */
        "404-not_found": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_found";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `awaiting_bank`: Your bank hasn't confirmed the payment yet. We'll tell you when it has.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `hold_over`: The time to pay is over. Book again, if places are left.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `nothing_to_pay`: There is nothing to pay for this booking.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `too_many_holds`
         */
        "409-already_booked-already_cancelled-awaiting_bank-booking_changed-hold_over-not_reactivatable-nothing_to_pay-offer_changed-session_cancelled-session_full-session_past-too_many_holds": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "awaiting_bank" | "booking_changed" | "hold_over" | "not_reactivatable" | "nothing_to_pay" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "too_many_holds";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `booking_paid`: You've paid for this booking. To change the date, cancel it and book the other date.
         *     - `not_movable`: Only a booking of a session that is still to come can be moved.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `payment_needed`: This date is paid online. Book it first, then cancel the booking you have.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `still_running`: The first request with this Idempotency-Key is still running. Try again in a moment.
         *     - `too_many_holds`
         */
        "409-already_booked-already_cancelled-booking_changed-booking_paid-not_movable-not_reactivatable-offer_changed-payment_needed-session_cancelled-session_full-session_past-still_running-too_many_holds": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "booking_paid" | "not_movable" | "not_reactivatable" | "offer_changed" | "payment_needed" | "session_cancelled" | "session_full" | "session_past" | "still_running" | "too_many_holds";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `guest_already_booked`: This guest has a booking of this session already.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session has no free place.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `still_running`: The first request with this Idempotency-Key is still running. Try again in a moment.
         *     - `too_many_holds`
         */
        "409-already_booked-already_cancelled-booking_changed-guest_already_booked-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "guest_already_booked" | "not_reactivatable" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "still_running" | "too_many_holds";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `not_booked`: This booking isn't booked, so nothing can be paid for it.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `nothing_to_pay`: This booking is free.
         *     - `nothing_to_undo`: There is no payment at the door that can be undone.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `too_many_holds`
         *     - `too_much`: That is more than can still be refunded.
         */
        "409-already_booked-already_cancelled-booking_changed-not_booked-not_reactivatable-nothing_to_pay-nothing_to_undo-offer_changed-session_cancelled-session_full-session_past-too_many_holds-too_much": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "not_booked" | "not_reactivatable" | "nothing_to_pay" | "nothing_to_undo" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "too_many_holds" | "too_much";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `not_booked`: This booking isn't booked, so nothing can be paid for it.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `nothing_to_pay`: This booking is paid already.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `too_many_holds`
         *     - `too_much`: That is more than can still be refunded.
         */
        "409-already_booked-already_cancelled-booking_changed-not_booked-not_reactivatable-nothing_to_pay-offer_changed-session_cancelled-session_full-session_past-too_many_holds-too_much": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "not_booked" | "not_reactivatable" | "nothing_to_pay" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "too_many_holds" | "too_much";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `still_running`: The first request with this Idempotency-Key is still running. Try again in a moment.
         *     - `too_many_holds`
         */
        "409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "not_reactivatable" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "still_running" | "too_many_holds";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `too_many_holds`
         */
        "409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-too_many_holds": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "not_reactivatable" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "too_many_holds";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_booked`: You have already booked this session.
         *     - `already_cancelled`: This booking is already cancelled.
         *     - `booking_changed`: This booking has changed in the meantime.
         *     - `not_reactivatable`: This session was cancelled. Choose another one.
         *     - `offer_changed`: This session has changed since you saw it. Look at it again before you book.
         *     - `session_cancelled`: This session was cancelled. Choose another one.
         *     - `session_full`: This session is full. Choose another date, or check back later.
         *     - `session_past`: This session has already started. Choose a later one.
         *     - `too_many_holds`
         *     - `too_much`: That is more than can still be refunded.
         */
        "409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-too_many_holds-too_much": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked" | "already_cancelled" | "booking_changed" | "not_reactivatable" | "offer_changed" | "session_cancelled" | "session_full" | "session_past" | "too_many_holds" | "too_much";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_confirmed`: This phone number is already confirmed.
         *     - `no_phone_number`: There's no phone number in your account. Add it first.
         *     - `sms_not_set_up`: Text messages aren't set up here, so there is no number to confirm.
         */
        "409-already_confirmed-no_phone_number-sms_not_set_up": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_confirmed" | "no_phone_number" | "sms_not_set_up";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_decided`: This session is confirmed, so its minimum can't be changed any more.
         *     - `capacity_below_bookings`
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         */
        "409-already_decided-capacity_below_bookings-event_cancelled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "capacity_below_bookings" | "event_cancelled";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_decided`: This session is confirmed, so its minimum can't be changed any more.
         *     - `capacity_below_bookings`
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `impact_changed`: The bookings have changed since this preview, so nothing was done. Check the new one and confirm again.
         */
        "409-already_decided-capacity_below_bookings-event_cancelled-impact_changed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "capacity_below_bookings" | "event_cancelled" | "impact_changed";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_decided`: This session is confirmed, so its minimum can't be changed any more.
         *     - `capacity_below_bookings`
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `impact_changed`: The bookings have changed since this preview, so nothing was done. Check the new one and confirm again.
         *     - `no_series`: This session doesn't repeat: change it alone.
         *     - `series_refused`
         *     - `session_cancelled`: This session is cancelled and can't be changed.
         */
        "409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "capacity_below_bookings" | "event_cancelled" | "impact_changed" | "no_series" | "series_refused" | "session_cancelled";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_decided`: This session is confirmed, so its minimum can't be changed any more.
         *     - `capacity_below_bookings`
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `no_series`: This session doesn't repeat: change it alone.
         *     - `series_refused`
         *     - `session_cancelled`: This session is cancelled and can't be changed.
         *     - `session_past`: This session has taken place and can't be cancelled any more.
         */
        "409-already_decided-capacity_below_bookings-event_cancelled-no_series-series_refused-session_cancelled-session_past": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "capacity_below_bookings" | "event_cancelled" | "no_series" | "series_refused" | "session_cancelled" | "session_past";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_decided`: This session is confirmed already.
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `event_draft`: Publish this event first.
         *     - `no_decision`: This session runs anyway: it has no minimum of places.
         *     - `session_cancelled`: This session is cancelled and can't be changed.
         *     - `session_past`: This session has already started.
         */
        "409-already_decided-event_cancelled-event_draft-no_decision-session_cancelled-session_past": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "event_cancelled" | "event_draft" | "no_decision" | "session_cancelled" | "session_past";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_paused`: This channel is already paused.
         */
        "409-already_paused": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_paused";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `dates_exist`: All of these dates are there already. Nothing was added.
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `too_many_sessions`
         */
        "409-dates_exist-event_cancelled-too_many_sessions": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "dates_exist" | "event_cancelled" | "too_many_sessions";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `decision_passed`
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         */
        "409-decision_passed-event_cancelled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "decision_passed" | "event_cancelled";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `email_taken`: There is an account with this e-mail address. Choose another one.
         */
        "409-email_taken": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "email_taken";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `email_taken`: There is an account with this e-mail address. Use another one.
         *     - `has_admin`: This studio has an admin already. Sign in, or ask them to invite you.
         */
        "409-email_taken-has_admin": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "email_taken" | "has_admin";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `email_taken`: There is an account with this e-mail address. Sign in instead.
         *     - `username_taken`: This username is taken. Choose another one.
         */
        "409-email_taken-username_taken": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "email_taken" | "username_taken";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `erased`: This person was erased. That can't be undone.
         */
        "409-erased": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "erased";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `erased`: This person was erased. That can't be undone.
         *     - `last_admin`: This is the only admin. Make somebody else an admin first.
         */
        "409-erased-last_admin": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "erased" | "last_admin";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         */
        "409-event_cancelled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "event_cancelled";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `impact_changed`: The bookings have changed since this preview, so nothing was done. Check the new one and confirm again.
         */
        "409-event_cancelled-impact_changed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "event_cancelled" | "impact_changed";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `impact_changed`: The bookings have changed since this preview, so nothing was done. Check the new one and confirm again.
         *     - `no_series`: This session doesn't repeat: change it alone.
         *     - `session_cancelled`: This session is cancelled and can't be changed.
         *     - `session_past`: This session has taken place and can't be cancelled any more.
         */
        "409-event_cancelled-impact_changed-no_series-session_cancelled-session_past": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "event_cancelled" | "impact_changed" | "no_series" | "session_cancelled" | "session_past";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `event_cancelled`: This event is cancelled and can't be changed.
         *     - `too_many_sessions`
         */
        "409-event_cancelled-too_many_sessions": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "event_cancelled" | "too_many_sessions";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `google_not_set_up`: Signing in with Google isn't set up here. Use your password.
         */
        "409-google_not_set_up": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "google_not_set_up";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `has_bookings`
         *     - `has_sessions`
         *     - `last_admin`: This is the only admin. Make somebody else an admin first.
         *     - `money_open`
         *     - `own_account`: You can't erase your own account. Ask another admin.
         *     - `still_on_its_way`
         */
        "409-has_bookings-has_sessions-last_admin-money_open-own_account-still_on_its_way": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "has_bookings" | "has_sessions" | "last_admin" | "money_open" | "own_account" | "still_on_its_way";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `has_password`: Your account has a password. Confirm with that.
         */
        "409-has_password": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "has_password";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `last_admin`: This is the only admin. Make somebody else an admin first.
         */
        "409-last_admin": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "last_admin";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `no_guests`: Nobody is booked, so there is nobody to write to.
         *     - `still_running`: The first request with this Idempotency-Key is still running. Try again in a moment.
         */
        "409-no_guests-still_running": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "no_guests" | "still_running";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `no_password`: Set a password first: without it you couldn't sign in any more.
         */
        "409-no_password": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "no_password";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `not_failed`: Only a notification that failed can be sent again.
         */
        "409-not_failed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_failed";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `not_invited`: This person isn't invited any more: the account is in use or switched off.
         */
        "409-not_invited": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_invited";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `not_paused`: This channel is not paused.
         */
        "409-not_paused": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_paused";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `nothing_to_pay`: There is nothing to pay for this booking.
         */
        "409-nothing_to_pay": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "nothing_to_pay";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `still_running`: The first request with this Idempotency-Key is still running. Try again in a moment.
         */
        "409-still_running": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "still_running";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `template_terms`
         */
        "409-template_terms": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "template_terms";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `text_from_file`: The texts of this message are in a file of TEMPLATES_DIR. Change them there.
         */
        "409-text_from_file": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "text_from_file";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `text_from_file`: The texts of this message are in a file of TEMPLATES_DIR. Change them there.
         *     - `texts_changed`: Somebody else has just saved other texts. Load the page again to see them.
         */
        "409-text_from_file-texts_changed": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "text_from_file" | "texts_changed";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `too_many_channels`
         */
        "409-too_many_channels": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_many_channels";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `too_many_templates`
         */
        "409-too_many_templates": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_many_templates";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `turned_off`: This channel is turned off. Turn it on first.
         */
        "409-turned_off": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "turned_off";
                };
            };
        };
        /**
         * @description Gone
         *
         *     - `code_expired`: This code has expired. Ask for a new one.
         */
        "410-code_expired": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "code_expired";
                };
            };
        };
        /**
         * @description Gone
         *
         *     - `link_expired`: This link has expired or has already been used. Ask for a new one.
         */
        "410-link_expired": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "link_expired";
                };
            };
        };
        /**
         * @description Too large
         *
         *     - `too_large`: The request is too large.
         */
        "413-too_large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_large";
                };
            };
        };
        /**
         * @description Too large
         *
         *     - `too_large`: The request is too large.
         *     - `too_many_pixels`
         */
        "413-too_large-too_many_pixels": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_large" | "too_many_pixels";
                };
            };
        };
        /**
         * @description Unsupported media type
         *
         *     - `not_a_form`: Send the file in a form, with 'Content-Type: multipart/form-data'.
         */
        "415-not_a_form": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_a_form";
                };
            };
        };
        /**
         * @description Unsupported media type
         *
         *     - `not_json`: Send the body as JSON in UTF-8, with 'Content-Type: application/json'.
         */
        "415-not_json": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_json";
                };
            };
        };
        /**
         * @description Unprocessable
         *
         *     - `idempotency_key_reused`: This Idempotency-Key was used for another request.
         */
        "422-idempotency_key_reused": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused";
                };
            };
        };
        /**
         * @description Too many requests
         *
         *     - `quota_exceeded`
         *     - `rate_limited`
         */
        "429-quota_exceeded-rate_limited": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "quota_exceeded" | "rate_limited";
                };
            };
        };
        /**
         * @description Too many requests
         *
         *     - `rate_limited`: Too many requests. Wait a moment, then try again.
         */
        "429-rate_limited": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited";
                };
            };
        };
        /**
         * @description Too many requests
         *
         *     - `rate_limited`: Too many requests. Wait a moment, then try again.
         *     - `too_many_attempts`
         */
        "429-rate_limited-too_many_attempts": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited" | "too_many_attempts";
                };
            };
        };
        /**
         * @description Too many requests
         *
         *     - `rate_limited`
         *     - `too_many_messages`
         */
        "429-rate_limited-too_many_messages": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited" | "too_many_messages";
                };
            };
        };
        /** @description The service can't answer now. Try again later, after `Retry-After` seconds if that header is there. */
        failed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Refused */
        refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
        "Idempotency-Key": string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    api_keys_show_keys_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    api_keys_make_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeApiKey"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    api_keys_revoke__int_key_id__revoke_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    studio_bookings_list_studio_bookings_bookings_get: {
        parameters: {
            query?: {
                /** @description a guest's name or e-mail, an event's title, or a booking's id */
                search?: string;
                status?: components["schemas"]["BookingStatus"] | null;
                facilitator_id?: number | null;
                /** @description sessions that start then or later */
                from?: string | null;
                /** @description sessions that start before */
                to?: string | null;
                /** @description next_before of the page before */
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioBookings"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_show_first_start_first_start_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstStartOut"];
                };
            };
            400: components["responses"]["400-bad_json"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    audit_audit_trail_journal_get: {
        parameters: {
            query?: {
                /** @description only what this person did */
                person_id?: number | null;
                /** @description only what the system did by itself */
                system?: boolean;
                /** @description such as booking, event, user */
                subject_type?: string | null;
                /** @description needs subject_type */
                subject_id?: string | null;
                /** @description needs subject_type */
                action?: string | null;
                from?: string | null;
                to?: string | null;
                /** @description next_before of the page before */
                before?: number | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditTrail"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    audit_audit_actions_journal_actions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditActions"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    message_texts_show_texts_message_texts__kind__get: {
        parameters: {
            query?: {
                language?: "en" | "hi";
                variant?: string;
            };
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageTextsOut"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    message_texts_change_texts_message_texts__kind__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextsChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageTextsOut"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-text_from_file-texts_changed"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    message_texts_preview_texts_message_texts__kind__preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WrittenTexts"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateOut"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-text_from_file"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_list_people_people_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                search?: string;
                role?: ("user" | "facilitator" | "admin") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_invite_people_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed-forbidden"];
            409: components["responses"]["409-email_taken"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_erase_people__int_user_id__erase_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-has_bookings-has_sessions-last_admin-money_open-own_account-still_on_its_way"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_invite_again_people__int_user_id__invite_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-not_invited"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_change_roles_people__int_user_id__roles_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolesChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-erased-last_admin"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_switch_off_people__int_user_id__switch_off_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-last_admin"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    people_switch_on_people__int_user_id__switch_on_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-erased"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    suppressions_show_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    suppressions_add_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSuppression"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    suppressions_remove__int_suppression_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                suppression_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Removed"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    templates_list_comparisons_template_comparisons_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonList"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    templates_set_comparison_template_comparisons__kind__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComparisonSwitch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonList"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    templates_list_templates_templates_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateList"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    templates_show_template_templates__kind__get: {
        parameters: {
            query?: {
                language?: "en" | "hi";
                variant?: string;
            };
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateOut"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_show_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_show_alerts_alerts_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertList"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_pause_channels__channel__pause_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Pause"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_paused"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_resume_channels__channel__resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-not_paused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_show_check_check_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckResponse"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_check_check_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckResponse"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_list_deliveries_deliveries_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                channel?: string | null;
                status?: components["schemas"]["DeliveryStatus"] | null;
                booking_id?: number | null;
                /** @description a part of the last error */
                error?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_show_delivery_deliveries__int_message_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_discard_discard_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Discard"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discarded"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_resync_resync_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resynced"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_retry_failed_retry_failed_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeadLetterFilter"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retried"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    integration_test_test_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResult"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    mailbox_list_messages_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                channel?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailboxPage"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    mailbox_empty_mailbox_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Emptied"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    mailbox_show_message__mail_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailboxMessage"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    mailbox_download_attachment__mail_id__attachments__int_index__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mail_id: string;
                index: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    money_last_check_api_money_check_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoneyCheckOut"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    money_check_api_money_check_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoneyCheckOut"];
                };
            };
            400: components["responses"]["400-bad_json"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    money_show_statement_api_money_statements_get: {
        parameters: {
            query?: {
                facilitator_id?: number | null;
                month?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    money_export_statement_api_money_statements_csv_get: {
        parameters: {
            query?: {
                facilitator_id?: number | null;
                month?: string | null;
                /** @description of the headings and words */
                language?: "en" | "hi";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_schedule_reminders_appointment_reminders_schedule_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReminderRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_booking_cancelled_booking_cancelled_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_booking_confirmed_booking_confirmed_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutsideBooking"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationHealth"];
                };
            };
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_pending_notifications_pending_get: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PendingNotifications"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_retry_notifications__notification_id__retry_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetriedNotification"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-not_failed"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_status_notifications__notification_id__status_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notification_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationStatus"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_payment_confirmed_payment_confirmed_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutsideBooking"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_request_approved_request_approved_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutsideBooking"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_request_declined_request_declined_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refusal"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_waitlist_place_waitlist_place_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutsideBooking"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notification_api_booking_wizard_webhooks_booking_wizard_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WizardEvent"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedNotifications"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized-wrong_signature"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-quota_exceeded-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_demo_api_v1_booking_notifications_webhooks_demo_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_razorpay_api_v1_booking_notifications_webhooks_razorpay_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_stripe_api_v1_booking_notifications_webhooks_stripe_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    vendors_twilio_twilio_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            403: components["responses"]["403-forbidden"];
            415: components["responses"]["415-not_a_form"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    vendors_whatsapp_challenge_whatsapp_get: {
        parameters: {
            query?: {
                "hub.mode"?: string;
                "hub.verify_token"?: string;
                "hub.challenge"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["400-invalid"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    vendors_whatsapp_whatsapp_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            400: components["responses"]["400-bad_json"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_confirm_confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-wrong_password"];
            409: components["responses"]["409-has_password"];
            410: components["responses"]["410-code_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited-too_many_attempts"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_send_confirmation_code_confirm_code_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            409: components["responses"]["409-has_password"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_send_email_change_code_email_code_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChangeRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_confirm_email_change_email_confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChangeConfirmation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            409: components["responses"]["409-email_taken"];
            410: components["responses"]["410-code_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_make_first_admin_first_admin_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstAdmin"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            409: components["responses"]["409-email_taken-has_admin"];
            410: components["responses"]["410-link_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_forgotten_password_forgotten_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgottenPassword"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    google_begin_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToGoogle"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GooglePage"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-google_not_set_up"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    google_disconnect_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            409: components["responses"]["409-no_password"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_accept_invitation_invitation_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invitation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            410: components["responses"]["410-link_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_sign_in_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_credentials"];
            403: components["responses"]["403-switched_off"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited-too_many_attempts"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_sign_out_logout_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_sign_out_everywhere_logout_everywhere_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_change_password_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400-bad_json-invalid-invalid_credentials"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited-too_many_attempts"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_send_phone_code_phone_code_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            409: components["responses"]["409-already_confirmed-no_phone_number-sms_not_set_up"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_confirm_phone_phone_confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneConfirmation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            410: components["responses"]["410-code_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    pictures_show_portrait_auth_portrait_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortraitResponse"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    pictures_change_portrait_auth_portrait_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Portrait"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortraitResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_profile_profile_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_change_profile_profile_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_refresh_refresh_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-login_ended-no_refresh_token-token_reused"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_register_register_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Register"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            409: components["responses"]["409-email_taken-username_taken"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_reset_password_reset_password_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPasswordByLink"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            410: components["responses"]["410-link_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_list_open_sign_ins_sign_ins_open_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInIds"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSignIns"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_verify_email_verify_email_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailVerification"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            410: components["responses"]["410-link_expired"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    auth_resend_verification_verify_email_resend_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_book_short_book_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookSession"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_list_bookings_bookings_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                /** @description a state, or the upcoming or past ones that occupy places */
                status?: components["schemas"]["BookingFilter"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_book_bookings_book_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookSession"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    calendars_show_feed_bookings_calendar_feed_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedState"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    calendars_create_feed_bookings_calendar_feed_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewFeed"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    calendars_revoke_feed_bookings_calendar_feed_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedState"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_cancel_bookings_cancel__int_booking_id__post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_my_bookings_bookings_my_bookings_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                /** @description a state, or the upcoming or past ones that occupy places */
                status?: components["schemas"]["BookingFilter"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_reactivate_bookings_reactivate__int_booking_id__post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Rebook"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_show_booking_bookings__int_booking_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingShown"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    calendars_booking_file_bookings__int_booking_id__calendar_ics_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_cancel_for_guest_bookings__int_booking_id__cancel_for_guest_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelForGuest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_cancellation_bookings__int_booking_id__cancellation_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancellationOut"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_plan_of_booking_bookings__int_booking_id__messages_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_move_bookings__int_booking_id__move_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveBooking"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-booking_paid-not_movable-not_reactivatable-offer_changed-payment_needed-session_cancelled-session_full-session_past-still_running-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_show_order_of_booking_bookings__int_booking_id__order_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_mark_paid_bookings__int_booking_id__paid_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaidAtTheDoor"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_booked-not_reactivatable-nothing_to_pay-offer_changed-session_cancelled-session_full-session_past-too_many_holds-too_much"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_pay_bookings__int_booking_id__payment_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckoutOut"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-awaiting_bank-booking_changed-hold_over-not_reactivatable-nothing_to_pay-offer_changed-session_cancelled-session_full-session_past-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_returned_bookings__int_booking_id__payment_returned_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Asked"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-nothing_to_pay"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_mark_seen_bookings__int_booking_id__seen_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingShown"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_timeline_bookings__int_booking_id__timeline_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
            };
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_mark_unpaid_bookings__int_booking_id__unpaid_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                booking_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotPaid"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_booked-not_reactivatable-nothing_to_pay-nothing_to_undo-offer_changed-session_cancelled-session_full-session_past-too_many_holds-too_much"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    calendars_feed_calendar__secret__ics_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                secret: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_show_cover_covers__event_kind___seed__svg_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_kind: components["schemas"]["Kind"];
                seed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_list_events_events_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                /** @description upcoming, active (also: ongoing) or past; all without it */
                status?: components["schemas"]["When"] | null;
                search?: string | null;
                kind?: components["schemas"]["Kind"] | null;
                event_id?: number | null;
                facilitator_id?: number | null;
                location?: string | null;
                /** @description only what ends after this time */
                from?: string | null;
                /** @description only what starts before this time */
                to?: string | null;
                /** @description only with a price in this currency */
                currency?: string | null;
                /** @description in cents of each session's own currency; 0 finds free sessions */
                price_max?: number | null;
                /** @description true: only with places left */
                free_places?: boolean | null;
                /** @description true: drafts too, their own for facilitators, all of the studio for admins */
                managed?: boolean | null;
                /** @description only with facilitator_id, event_id or managed, and only events that the caller manages */
                draft?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_create_event_events_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEvent"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-template_terms"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_show_defaults_events_defaults_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventDefaults"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_preview_description_events_description_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionText"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_price_ranges_events_price_ranges_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceRanges"];
                };
            };
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_templates_list_templates_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTemplateList"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_templates_save_template_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEventTemplate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTemplateResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-too_many_templates"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_templates_show_template__int_template_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeEventTemplateResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_templates_delete_template__int_template_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTemplateList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_templates_rename_template__int_template_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventTemplateTitle"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTemplateResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_show_event_events__int_event_id__get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
            };
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_cancel_event_events__int_event_id__delete: {
        parameters: {
            query?: {
                expected_impact?: string | null;
                /** @description the affected guests read it */
                reason?: string;
            };
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-event_cancelled-impact_changed"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_change_event_events__int_event_id__patch: {
        parameters: {
            query?: {
                expected_impact?: string | null;
                /** @description the affected guests read it */
                reason?: string;
            };
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_show_cover_in_mails_events__int_event_id__cover_png_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": string;
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_duplicate_event_events__int_event_id__duplicate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Duplicate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_preview_event_events__int_event_id__impact_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventImpactRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImpactResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_put_pictures_events__int_event_id__pictures_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventPictures"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureList"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-event_cancelled"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_show_link_preview_events__int_event_id__preview_jpg_get: {
        parameters: {
            query?: {
                /** @description of the event, so that programs that keep pictures fetch a new one */
                v?: number | null;
            };
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/jpeg": string;
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_publish_event_events__int_event_id__publish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-decision_passed-event_cancelled"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_add_series_events__int_event_id__series_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSeries"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-dates_exist-event_cancelled-too_many_sessions"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_preview_series_events__int_event_id__series_preview_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSeries"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-event_cancelled-too_many_sessions"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_add_session_events__int_event_id__sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSession"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-event_cancelled"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    events_show_facilitator_facilitators__int_facilitator_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacilitatorResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    health_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    links_show__token__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkOut"];
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            410: components["responses"]["410-link_expired"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    links_cancel__token__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkCancelled"];
                };
            };
            400: components["responses"]["400-invalid"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-too_many_holds"];
            410: components["responses"]["410-link_expired"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    links_show_unsubscribe_page__token__unsubscribe_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Found */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    links_unsubscribe__token__unsubscribe_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["400-invalid"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            410: components["responses"]["410-link_expired"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    counters_clicked__token__go_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Found */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    counters_opened__token__open_gif_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_list_notifications_notifications_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                /** @description true: only unread ones */
                unread?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_show_preferences_notifications_preferences_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_change_preferences_notifications_preferences_put: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_mark_read_notifications_read_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkRead"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_show_order_orders__int_order_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    money_receipt_orders__int_order_id__receipts__number__pdf_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: number;
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_refund_orders__int_order_id__refunds_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRefund"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-confirmation_needed-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-too_many_holds-too_much"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    pictures_upload_pictures_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Upload"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PictureResponse"];
                };
            };
            400: components["responses"]["400-bad_form-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large-too_many_pixels"];
            415: components["responses"]["415-not_a_form"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    pictures_show_picture_pictures__file___size___picture_format__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
                size: string;
                picture_format: components["schemas"]["PictureFormat"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/avif": string;
                    "image/jpeg": string;
                    "image/webp": string;
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    push_show_key_key_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    push_subscribe_subscriptions_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    push_unsubscribe_subscriptions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OldSubscription"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    ready_ready_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_list_sessions_sessions_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                /** @description upcoming, active (also: ongoing) or past; all without it */
                status?: components["schemas"]["When"] | null;
                search?: string | null;
                kind?: components["schemas"]["Kind"] | null;
                event_id?: number | null;
                facilitator_id?: number | null;
                location?: string | null;
                /** @description only what ends after this time */
                from?: string | null;
                /** @description only what starts before this time */
                to?: string | null;
                /** @description only with a price in this currency */
                currency?: string | null;
                /** @description in cents of each session's own currency; 0 finds free sessions */
                price_max?: number | null;
                /** @description true: only with places left */
                free_places?: boolean | null;
                /** @description true: drafts too, their own for facilitators, all of the studio for admins */
                managed?: boolean | null;
                /** @description only with facilitator_id, event_id or managed, and only events that the caller manages */
                draft?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_show_session_sessions__int_session_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_cancel_session_sessions__int_session_id__delete: {
        parameters: {
            query?: {
                expected_impact?: string | null;
                /** @description the affected guests read it */
                reason?: string;
                scope?: components["schemas"]["Scope"];
            };
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-event_cancelled-impact_changed-no_series-session_cancelled-session_past"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_change_session_sessions__int_session_id__patch: {
        parameters: {
            query?: {
                expected_impact?: string | null;
                /** @description the affected guests read it */
                reason?: string;
                scope?: components["schemas"]["Scope"];
            };
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    bookings_book_for_guest_sessions__int_session_id__bookings_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookForGuest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_booked-already_cancelled-booking_changed-guest_already_booked-not_reactivatable-offer_changed-session_cancelled-session_full-session_past-still_running-too_many_holds"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_confirm_session_sessions__int_session_id__confirm_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-event_cancelled-event_draft-no_decision-session_cancelled-session_past"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_list_messages_sessions__int_session_id__guest_messages_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
            };
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionMessageList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_send_message_sessions__int_session_id__guest_messages_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller for one change. Sent again within 24 hours, it gets the same response, and the change happens once. */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionMessageText"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionMessageSent"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-no_guests-still_running"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            422: components["responses"]["422-idempotency_key_reused"];
            429: components["responses"]["429-rate_limited-too_many_messages"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_preview_message_sessions__int_session_id__guest_messages_preview_post: {
        parameters: {
            query?: {
                language?: "en" | "hi";
            };
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionMessageText"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionMessagePreview"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_preview_session_sessions__int_session_id__impact_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionImpactRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImpactResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_plan_of_session_sessions__int_session_id__messages_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
            };
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPlanList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    event_changes_list_phones_sessions__int_session_id__phones_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
            };
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestPhoneList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    payments_price_sessions__int_session_id__price_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPrice"];
                };
            };
            400: components["responses"]["400-invalid"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    studio_show_studio_studio_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioResponse"];
                };
            };
            400: components["responses"]["400-bad_json"];
            413: components["responses"]["413-too_large"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    studio_change_studio_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StudioChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudioResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_list_team_channels_team_channels_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamChannelList"];
                };
            };
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_add_team_channel_team_channels_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeamChannel"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamChannelResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            409: components["responses"]["409-too_many_channels"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_remove_team_channel_team_channels__int_channel_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_change_team_channel_team_channels__int_channel_id__patch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChannelChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamChannelResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_test_team_channel_team_channels__int_channel_id__test_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-turned_off"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
}
