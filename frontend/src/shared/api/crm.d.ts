// Generated from openapi/crm.json by `npm run api`; not for editing.

export interface paths {
    "/api/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pending requests, oldest first */
        get: operations["approvals_list_queue_approvals_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide several requests */
        post: operations["approvals_decide_several_approvals_decide_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decided requests, latest first */
        get: operations["approvals_list_history_approvals_history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request with its audit trail */
        get: operations["approvals_show_request_approvals__request_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{request_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve a request */
        post: operations["approvals_approve_approvals__request_id__approve_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{request_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline a request */
        post: operations["approvals_decline_approvals__request_id__decline_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/approvals/{request_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merge with an existing customer */
        post: operations["approvals_merge_approvals__request_id__merge_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers, newest first */
        get: operations["approvals_list_customers_customers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer with requests and tickets */
        get: operations["approvals_show_customer_customers__customer_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with the main API (facilitators only) */
        post: operations["facilitators_sign_in_login_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facilitator's bookings, last changed first */
        get: operations["facilitators_list_bookings__facilitator_id__bookings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/bookings.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facilitator's bookings as CSV */
        get: operations["facilitators_export_bookings__facilitator_id__bookings_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facilitator's events */
        get: operations["facilitator_events_list_events__facilitator_id__events_get"];
        put?: never;
        /** Create an event */
        post: operations["facilitator_events_create_event__facilitator_id__events_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change the sent fields of an event */
        put: operations["facilitator_events_change_event__facilitator_id__events__event_id__put"];
        post?: never;
        /** Cancel an event and its bookings */
        delete: operations["facilitator_events_cancel_event__facilitator_id__events__event_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/events/{event_id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copy an event to other days */
        post: operations["facilitator_events_duplicate_event__facilitator_id__events__event_id__duplicate_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/events/{event_id}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bookings that a change affects */
        post: operations["facilitator_events_preview_event__facilitator_id__events__event_id__impact_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/events/{event_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a session */
        post: operations["facilitator_events_add_session__facilitator_id__events__event_id__sessions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facilitator's guests, by name */
        get: operations["guests_list_guests__facilitator_id__guests_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/guests.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facilitator's guests as CSV */
        get: operations["guests_export_guests__facilitator_id__guests_csv_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/guests/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One guest with bookings and notes */
        get: operations["guests_show_guest__facilitator_id__guests__user_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/guests/{user_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the notes about a guest */
        put: operations["guests_write_notes__facilitator_id__guests__user_id__notes_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark notifications as read */
        post: operations["facilitators_mark_read__facilitator_id__read_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The facilitator's sessions, earliest first */
        get: operations["facilitators_list_sessions__facilitator_id__sessions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One session */
        get: operations["facilitator_events_show_session__facilitator_id__sessions__session_id__get"];
        /** Change the sent fields of a session */
        put: operations["facilitator_events_change_session__facilitator_id__sessions__session_id__put"];
        post?: never;
        /** Cancel a session and its bookings */
        delete: operations["facilitator_events_cancel_session__facilitator_id__sessions__session_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/sessions/{session_id}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bookings that a change affects */
        post: operations["facilitator_events_preview_session__facilitator_id__sessions__session_id__impact_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Statistics for the dashboard */
        get: operations["facilitators_show_statistics__facilitator_id__statistics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facilitator/{facilitator_id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Number of unread notifications */
        get: operations["facilitators_count_unread__facilitator_id__unread_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Versions of up to 500 bookings */
        post: operations["reconciliation_compare_ids_bookings_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/facilitators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bookings of each facilitator: number and hash */
        get: operations["reconciliation_compare_facilitators_facilitators_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/facilitators/{facilitator_id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of the bookings that were made from one day to another */
        get: operations["reconciliation_compare_bookings_facilitators__facilitator_id__bookings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reconciliation/facilitators/{facilitator_id}/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bookings of each day: number and hash */
        get: operations["reconciliation_compare_days_facilitators__facilitator_id__days_get"];
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
    "/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was received, newest first */
        get: operations["notifications_list_notifications_notifications_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** New ones, live (SSE) */
        get: operations["notifications_stream_notifications_notifications_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive one */
        post: operations["notifications_notify_notify_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notify/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Receive up to 100 */
        post: operations["notifications_notify_batch_notify_batch_post"];
        delete?: never;
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
    "/webhooks/customer-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A customer registered */
        post: operations["webhooks_receive_registration_customer_registration_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: operations["health_webhooks_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/repair-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A customer asked for a repair */
        post: operations["webhooks_receive_repair_repair_request_post"];
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
        /**
         * BatchBody
         * @description Up to 100 items of `{id, data}`. Each item is checked on its own; the response states refusals.
         */
        BatchBody: {
            /** Notifications */
            notifications: unknown[];
        };
        /** BatchResponse */
        BatchResponse: {
            /** Results */
            results: components["schemas"]["BatchResult"][];
        };
        /** BatchResult */
        BatchResult: {
            /** Error */
            error?: string | null;
            /** Field */
            field?: string | null;
            /** Id */
            id: string | null;
            /** Notification Id */
            notification_id?: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "stored" | "repeat" | "refused";
            /** Timestamp */
            timestamp?: string | null;
        };
        /** BookedBy */
        BookedBy: {
            /** Email */
            email: string;
            /** Id */
            id: number;
            /** Name */
            name: string;
        };
        /** BookedEvent */
        BookedEvent: {
            /** Id */
            id: number;
            /** Start Date */
            start_date: string;
            /** Title */
            title: string;
        };
        /** BookedSession */
        BookedSession: {
            /** Capacity */
            capacity?: number | null;
            /** End Time */
            end_time?: string | null;
            /** Id */
            id: number;
            /** Location */
            location?: string | null;
            /** Seats Taken */
            seats_taken?: number | null;
            /** Start Time */
            start_time?: string | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Title */
            title?: string | null;
        };
        /** BookingList */
        BookingList: {
            /** Bookings */
            bookings: components["schemas"]["ListedBooking"][];
            pagination: components["schemas"]["Pagination"];
        };
        /**
         * BookingNotification
         * @description A booking was made or changed.
         *
         *     Known actions are `created`, `cancelled`, `reactivated` and `updated`; any other is stored and shown.
         *     `additional_data` may state the booking's `state` and its `places`.
         */
        BookingNotification: {
            /**
             * Action
             * @default created
             */
            action: string;
            /** Additional Data */
            additional_data?: {
                [key: string]: unknown;
            } | null;
            /** Booking Id */
            booking_id: number;
            event: components["schemas"]["BookedEvent"];
            /** Facilitator Id */
            facilitator_id: number;
            /** Occurred At */
            occurred_at?: string | null;
            session?: components["schemas"]["BookedSession"] | null;
            user: components["schemas"]["BookedBy"];
            /** Version */
            version?: number | null;
        };
        /**
         * BookingOut
         * @description A booking. `status` and the states of its payment and refund may be unknown to this release.
         *
         *     Amounts are in minor units of `currency`; `total_cents` is what the booking costs.
         */
        BookingOut: {
            /** Amount Paid */
            amount_paid: number | null;
            /** Booked At */
            booked_at: string;
            /** Booking Id */
            booking_id: number;
            /**
             * Cancel Reason
             * @description not_enough_places, moved_to_another_date, or as the facilitator wrote it
             */
            cancel_reason: string | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /** Currency */
            currency: string | null;
            /** Event Id */
            event_id: number | null;
            /** Event Start */
            event_start: string | null;
            /** Event Title */
            event_title: string;
            /** Facilitator Id */
            facilitator_id: number;
            /** Payment Id */
            payment_id: string | null;
            /**
             * Payment Method
             * @description how the facilitator was paid: cash, card, transfer
             */
            payment_method: string | null;
            /** Payment Provider */
            payment_provider: string | null;
            /**
             * Payment Status
             * @description pending, success, failed
             */
            payment_status: string | null;
            /** Places */
            places: number;
            /** Refund Id */
            refund_id: string | null;
            /**
             * Refund Status
             * @description initiated, processed, failed
             */
            refund_status: string | null;
            /** Refunded At */
            refunded_at: string | null;
            /** Refunded Cents */
            refunded_cents: number | null;
            /** Session Capacity */
            session_capacity: number | null;
            /** Session End */
            session_end: string | null;
            /** Session Id */
            session_id: number | null;
            /** Session Location */
            session_location: string | null;
            /** Session Start */
            session_start: string | null;
            /** Session Time Zone */
            session_time_zone: string | null;
            /** Session Title */
            session_title: string | null;
            /** Status */
            status: string;
            /** Total Cents */
            total_cents: number | null;
            /** Updated At */
            updated_at: string;
            /** User Email */
            user_email: string | null;
            /** User Id */
            user_id: number | null;
            /** User Name */
            user_name: string;
            /** Version */
            version: number | null;
        };
        /** ChangedEvent */
        ChangedEvent: {
            /** Id */
            id: number;
            /** Title */
            title: string;
        } & {
            [key: string]: unknown;
        };
        /** ChangedSession */
        ChangedSession: {
            /** Event Id */
            event_id: number;
            /** Id */
            id: number;
        } & {
            [key: string]: unknown;
        };
        /** ChangedSessionResponse */
        ChangedSessionResponse: {
            session: components["schemas"]["ChangedSession"];
        };
        /** ComparedBooking */
        ComparedBooking: {
            /** Booking Id */
            booking_id: number;
            /** Epoch */
            epoch: number;
            /** Facilitator Id */
            facilitator_id: number;
            /** Status */
            status: string;
            /** Version */
            version: number;
        };
        /** ComparedBookings */
        ComparedBookings: {
            /** Bookings */
            bookings: components["schemas"]["ComparedBooking"][];
        };
        /** ComparedDay */
        ComparedDay: {
            /** Bookings */
            bookings: number;
            /** Day */
            day: string;
            /** Hash */
            hash: number;
        };
        /** ComparedDays */
        ComparedDays: {
            /** Days */
            days: components["schemas"]["ComparedDay"][];
        };
        /** ComparedFacilitator */
        ComparedFacilitator: {
            /** Bookings */
            bookings: number;
            /** Facilitator Id */
            facilitator_id: number;
            /** Hash */
            hash: number;
        };
        /**
         * ComparedFacilitators
         * @description In the order of their ids. After a full page the next one begins `after` its last.
         */
        ComparedFacilitators: {
            /** Facilitators */
            facilitators: components["schemas"]["ComparedFacilitator"][];
        };
        /** ComparedIds */
        ComparedIds: {
            /** Booking Ids */
            booking_ids: number[];
        };
        /**
         * CustomerDetail
         * @description `requests`, `tickets` and `audit` have the newest fifty, oldest first; the totals count all.
         */
        CustomerDetail: {
            /** Audit */
            audit: components["schemas"]["ListedAudit"][];
            /** Created At */
            created_at: string;
            /** Email */
            email: string;
            /** Id */
            id: number;
            /** Language */
            language: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone: string | null;
            /** Requests */
            requests: components["schemas"]["ListedRequest"][];
            /** Requests Total */
            requests_total: number;
            /** Source */
            source: string | null;
            /** Tickets */
            tickets: components["schemas"]["ListedTicket"][];
            /** Tickets Total */
            tickets_total: number;
            /** Website User Id */
            website_user_id: string | null;
        };
        /** CustomerList */
        CustomerList: {
            /** Customers */
            customers: components["schemas"]["ListedCustomer"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** CustomerResponse */
        CustomerResponse: {
            customer: components["schemas"]["CustomerDetail"];
        };
        /** DayOut */
        DayOut: {
            /** Bookings */
            bookings: number;
            /** Cancellations */
            cancellations: number;
            /** Date */
            date: string;
        };
        /**
         * DecideBody
         * @description One decision for several requests; declining needs a reason.
         */
        DecideBody: {
            /**
             * Decision
             * @enum {string}
             */
            decision: "approve" | "decline";
            /** Ids */
            ids: number[];
            /** Reason */
            reason?: string | null;
        };
        /** DecisionResult */
        DecisionResult: {
            approval?: components["schemas"]["ListedRequest"] | null;
            /** Code */
            code?: string | null;
            /** Customer Id */
            customer_id?: number | null;
            /** Error */
            error?: string | null;
            /** Id */
            id: number;
            /**
             * Status
             * @enum {string}
             */
            status: "approved" | "declined" | "refused";
        };
        /** DecisionResults */
        DecisionResults: {
            /** Results */
            results: components["schemas"]["DecisionResult"][];
        };
        /** DeclineBody */
        DeclineBody: {
            /** Reason */
            reason: string;
        };
        /**
         * EventList
         * @description With `stale`, the main service did not answer and these are the events that notifications describe.
         */
        EventList: {
            /** Events */
            events: components["schemas"]["OwnEvent"][];
            pagination: components["schemas"]["Pagination"];
            /** Stale */
            stale: boolean;
        };
        /** EventResponse */
        EventResponse: {
            event: components["schemas"]["ChangedEvent"];
        };
        /** ExistingCustomer */
        ExistingCustomer: {
            /** Email */
            email: string;
            /** Id */
            id: number;
            /** Name */
            name: string;
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
         * ForwardedBody
         * @description A JSON object for the main service's route of the same purpose, which checks it.
         */
        ForwardedBody: {
            [key: string]: unknown;
        };
        /**
         * GeneralNotification
         * @description Anything else. `additional_data` may state booking_id, facilitator_id and action, which filters then find.
         *
         *     `user_erased` erases the person `user_id` from everything that is stored, and from what arrives later;
         *     `additional_data` states the `name` and `email` to write instead.
         */
        GeneralNotification: {
            /** Additional Data */
            additional_data?: {
                [key: string]: unknown;
            } | null;
            /** Message */
            message: string;
            /** Notification Type */
            notification_type: string;
            /** User Id */
            user_id: number;
        };
        /**
         * Guest
         * @description A guest, with figures of their bookings with this facilitator. `places` counts the places they occupy.
         */
        Guest: {
            /** Booked */
            booked: number;
            /** Bookings */
            bookings: number;
            /** Cancelled */
            cancelled: number;
            /** Email */
            email: string | null;
            /** Last Session */
            last_session: string | null;
            /** Name */
            name: string;
            /** Next Session */
            next_session: string | null;
            /** Places */
            places: number;
            /** User Id */
            user_id: number;
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
            /** Session Title */
            session_title: string;
            /** User Name */
            user_name: string;
        };
        /** GuestList */
        GuestList: {
            /** Guests */
            guests: components["schemas"]["Guest"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** GuestNotes */
        GuestNotes: {
            /** Text */
            text: string;
            /** Updated At */
            updated_at: string | null;
        };
        /**
         * GuestPage
         * @description `bookings` has the hundred whose sessions are the latest; `guest.bookings` counts all of them.
         */
        GuestPage: {
            /** Bookings */
            bookings: components["schemas"]["BookingOut"][];
            guest: components["schemas"]["Guest"];
            notes: components["schemas"]["GuestNotes"];
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
        /**
         * Impact
         * @description `bookings` and `clashes` are of all affected guests; `guests` lists the first hundred.
         */
        Impact: {
            /** Bookings */
            bookings: number;
            /** Clashes */
            clashes: number;
            /** Fingerprint */
            fingerprint: string;
            /** Guests */
            guests: components["schemas"]["GuestImpact"][];
            /** Undecided */
            undecided?: components["schemas"]["UndecidedSession"][];
        };
        /**
         * ImpactResponse
         * @description What a change would do, according to the main service.
         */
        ImpactResponse: {
            impact: components["schemas"]["Impact"];
        };
        /** ListedAudit */
        ListedAudit: {
            /** Action */
            action: string;
            /** After */
            after: {
                [key: string]: unknown;
            } | null;
            /** At */
            at: string;
            /** Before */
            before: {
                [key: string]: unknown;
            } | null;
            /** Subject */
            subject: string;
            who: components["schemas"]["Person"];
        };
        /** ListedBooking */
        ListedBooking: {
            /** Amount Paid */
            amount_paid: number | null;
            /** Booked At */
            booked_at: string;
            /** Booking Id */
            booking_id: number;
            /**
             * Cancel Reason
             * @description not_enough_places, moved_to_another_date, or as the facilitator wrote it
             */
            cancel_reason: string | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /** Currency */
            currency: string | null;
            /** Event Id */
            event_id: number | null;
            /** Event Start */
            event_start: string | null;
            /** Event Title */
            event_title: string;
            /** Facilitator Id */
            facilitator_id: number;
            /**
             * Note
             * @description the beginning of the facilitator's own notes about the guest
             */
            note: string | null;
            /** Payment Id */
            payment_id: string | null;
            /**
             * Payment Method
             * @description how the facilitator was paid: cash, card, transfer
             */
            payment_method: string | null;
            /** Payment Provider */
            payment_provider: string | null;
            /**
             * Payment Status
             * @description pending, success, failed
             */
            payment_status: string | null;
            /** Places */
            places: number;
            /** Refund Id */
            refund_id: string | null;
            /**
             * Refund Status
             * @description initiated, processed, failed
             */
            refund_status: string | null;
            /** Refunded At */
            refunded_at: string | null;
            /** Refunded Cents */
            refunded_cents: number | null;
            /** Session Capacity */
            session_capacity: number | null;
            /** Session End */
            session_end: string | null;
            /** Session Id */
            session_id: number | null;
            /** Session Location */
            session_location: string | null;
            /** Session Start */
            session_start: string | null;
            /** Session Time Zone */
            session_time_zone: string | null;
            /** Session Title */
            session_title: string | null;
            /** Status */
            status: string;
            /** Total Cents */
            total_cents: number | null;
            /** Updated At */
            updated_at: string;
            /** User Email */
            user_email: string | null;
            /** User Id */
            user_id: number | null;
            /** User Name */
            user_name: string;
            /** Version */
            version: number | null;
        };
        /** ListedCustomer */
        ListedCustomer: {
            /** Created At */
            created_at: string;
            /** Email */
            email: string;
            /** Id */
            id: number;
            /** Language */
            language: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone: string | null;
            /** Source */
            source: string | null;
            /** Website User Id */
            website_user_id: string | null;
        };
        /** ListedNotification */
        ListedNotification: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Notification Id */
            notification_id: string;
            /** Timestamp */
            timestamp: string;
        };
        /** ListedRequest */
        ListedRequest: {
            /** Age Seconds */
            age_seconds: number;
            /** Created At */
            created_at: string;
            /** Customer Id */
            customer_id: number | null;
            /** Decided At */
            decided_at: string | null;
            decided_by: components["schemas"]["Person"] | null;
            /** Device */
            device: string | null;
            /** Email */
            email: string;
            existing_customer: components["schemas"]["ExistingCustomer"] | null;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Phone */
            phone: string | null;
            /** Priority */
            priority: string | null;
            /** Reason */
            reason: string | null;
            /** Status */
            status: string;
            /** Ticket Number */
            ticket_number: string | null;
        };
        /** ListedTicket */
        ListedTicket: {
            /** Address */
            address: string | null;
            /** Created At */
            created_at: string;
            /** Customer Id */
            customer_id: number;
            /** Device Model */
            device_model: string | null;
            /** Device Type */
            device_type: string;
            /** Estimated Cost Cents */
            estimated_cost_cents: number | null;
            /** Id */
            id: number;
            /** Issue Description */
            issue_description: string;
            /** Notes */
            notes: string | null;
            /** Priority */
            priority: string;
            /** Request Id */
            request_id: number;
            /** Service Type */
            service_type: string | null;
            /** Status */
            status: string;
            /** Ticket Number */
            ticket_number: string;
            /** Website Repair Id */
            website_repair_id: string | null;
        };
        /**
         * LoginBody
         * @example {
         *       "password": "a long password",
         *       "username": "priya"
         *     }
         */
        LoginBody: {
            /** Email */
            email?: string | null;
            /** Password */
            password: string;
            /** Username */
            username?: string | null;
        };
        /** MergeBody */
        MergeBody: {
            /** Customer Id */
            customer_id: number;
        };
        /**
         * MoneyOut
         * @description What guests paid and got back in one currency, in its minor units.
         */
        MoneyOut: {
            /** Currency */
            currency: string;
            /** Paid Cents */
            paid_cents: number;
            /** Refunded Cents */
            refunded_cents: number;
        };
        /**
         * NotesBody
         * @description The facilitator's own notes about a guest; empty text removes them.
         */
        NotesBody: {
            /** Text */
            text: string;
        };
        /** NotesResponse */
        NotesResponse: {
            notes: components["schemas"]["GuestNotes"];
        };
        /**
         * NotificationList
         * @description One page of notifications, newest first. `count` is the number of matching notifications on all pages.
         *
         *     A page of long notifications has fewer than `limit`; `next_cursor` continues after its last one.
         */
        NotificationList: {
            /** Count */
            count: number;
            /** Next Cursor */
            next_cursor: string | null;
            /** Notifications */
            notifications: components["schemas"]["ListedNotification"][];
        };
        /**
         * NotifyBody
         * @description One notification, in one of three shapes.
         */
        NotifyBody: components["schemas"]["BookingNotification"] | components["schemas"]["ShortNotification"] | components["schemas"]["GeneralNotification"];
        /** NotifyResponse */
        NotifyResponse: {
            /** Booking Id */
            booking_id: number | null;
            /** Message */
            message: string;
            /** Notification Id */
            notification_id: string;
            /** Timestamp */
            timestamp: string;
        };
        /**
         * OwnEvent
         * @description An event of the main service. Some fields are missing while the main service does not answer.
         */
        OwnEvent: {
            bookings: components["schemas"]["PlacesOut"];
            /** Cover */
            cover?: string | null;
            /** Created At */
            created_at?: string | null;
            /** End Time */
            end_time?: string | null;
            /** Facilitator Id */
            facilitator_id: number;
            /** Id */
            id: number;
            /** Kind */
            kind?: string | null;
            /** Location */
            location?: string | null;
            /** Sessions */
            sessions: components["schemas"]["OwnEventSession"][];
            /** Start Time */
            start_time?: string | null;
            /** Status */
            status?: string | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Title */
            title: string;
        } & {
            [key: string]: unknown;
        };
        /** OwnEventSession */
        OwnEventSession: {
            bookings: components["schemas"]["PlacesOut"];
            /** Capacity */
            capacity?: number | null;
            /** End Time */
            end_time?: string | null;
            /** Event Id */
            event_id?: number | null;
            /** Event Title */
            event_title?: string | null;
            /** Id */
            id: number;
            /** Location */
            location?: string | null;
            /** Seats Taken */
            seats_taken?: number | null;
            /** Start Time */
            start_time?: string | null;
            /** Status */
            status?: string | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Title */
            title?: string | null;
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
        /** Person */
        Person: {
            /** Id */
            id: number | null;
            /** Name */
            name: string;
        };
        /** PlacesOut */
        PlacesOut: {
            /** Booked */
            booked: number;
            /** Cancelled */
            cancelled: number;
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
        /** ReadBody */
        ReadBody: {
            /** Up To */
            up_to: number;
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
        /** RegisteredCustomer */
        RegisteredCustomer: {
            /** Email */
            email: string;
            /** Firstname */
            firstName: string;
            /** Language */
            language?: string | null;
            /**
             * Lastname
             * @default
             */
            lastName: string;
            /** Phone */
            phone?: string | null;
            /** Preferences */
            preferences?: {
                [key: string]: unknown;
            } | null;
            /** Registrationdate */
            registrationDate?: string | null;
            /** Source */
            source?: string | null;
            /**
             * Status
             * @default pending_approval
             * @constant
             */
            status: "pending_approval";
            /** Websiteuserid */
            websiteUserId?: string | null;
        };
        /**
         * RegistrationBody
         * @description A customer registered on the website.
         */
        RegistrationBody: {
            customer: components["schemas"]["RegisteredCustomer"];
            metadata?: components["schemas"]["RegistrationMetadata"] | null;
            /**
             * Schema Version
             * @default 1
             */
            schema_version: number;
        };
        /** RegistrationMetadata */
        RegistrationMetadata: {
            /** Registrationsource */
            registrationSource?: string | null;
            /** Timestamp */
            timestamp?: string | null;
        };
        /** Repair */
        Repair: {
            /** Address */
            address?: string | null;
            /** Createdat */
            createdAt?: string | null;
            /** Customeremail */
            customerEmail?: string | null;
            /** Customername */
            customerName?: string | null;
            /** Devicemodel */
            deviceModel?: string | null;
            /** Devicetype */
            deviceType: string;
            /** Estimatedcost */
            estimatedCost?: number | null;
            /** Issuedescription */
            issueDescription: string;
            /** Language */
            language?: string | null;
            /** Notes */
            notes?: string | null;
            /** Photos */
            photos?: string[];
            /**
             * Priority
             * @default normal
             * @enum {string}
             */
            priority: "low" | "normal" | "high" | "urgent";
            /** Servicetype */
            serviceType?: string | null;
            /** Ticketnumber */
            ticketNumber: string;
            /** Websiterepairid */
            websiteRepairId?: string | null;
        };
        /**
         * RepairBody
         * @description A customer asked for a repair.
         */
        RepairBody: {
            customer: components["schemas"]["RepairCustomer"];
            metadata?: components["schemas"]["RepairMetadata"] | null;
            repair: components["schemas"]["Repair"];
            /**
             * Schema Version
             * @default 1
             */
            schema_version: number;
        };
        /** RepairCustomer */
        RepairCustomer: {
            /** Email */
            email: string;
            /** Firstname */
            firstName: string;
            /**
             * Lastname
             * @default
             */
            lastName: string;
            /** Phone */
            phone?: string | null;
            /** Websiteuserid */
            websiteUserId?: string | null;
        };
        /** RepairMetadata */
        RepairMetadata: {
            /** Bookingchannel */
            bookingChannel?: string | null;
            /** Source */
            source?: string | null;
            /** Timestamp */
            timestamp?: string | null;
        };
        /** RequestDetail */
        RequestDetail: {
            /** Age Seconds */
            age_seconds: number;
            /** Audit */
            audit: components["schemas"]["ListedAudit"][];
            /** Created At */
            created_at: string;
            /** Customer Id */
            customer_id: number | null;
            /** Decided At */
            decided_at: string | null;
            decided_by: components["schemas"]["Person"] | null;
            /** Device */
            device: string | null;
            /** Email */
            email: string;
            existing_customer: components["schemas"]["ExistingCustomer"] | null;
            /** Id */
            id: number;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
            /** Phone */
            phone: string | null;
            /** Priority */
            priority: string | null;
            /** Reason */
            reason: string | null;
            /** Status */
            status: string;
            ticket: components["schemas"]["ListedTicket"] | null;
            /** Ticket Number */
            ticket_number: string | null;
        };
        /** RequestList */
        RequestList: {
            /** Approvals */
            approvals: components["schemas"]["ListedRequest"][];
            pagination: components["schemas"]["Pagination"];
        };
        /** RequestResponse */
        RequestResponse: {
            approval: components["schemas"]["RequestDetail"];
        };
        /**
         * SessionList
         * @description With `stale`, the main API did not respond: these sessions come from notifications and may be out of date.
         */
        SessionList: {
            pagination: components["schemas"]["Pagination"];
            /** Sessions */
            sessions: components["schemas"]["SessionOut"][];
            /** Stale */
            stale: boolean;
        };
        /**
         * SessionOut
         * @description A session with its places: `booked` are taken, `cancelled` were given back.
         */
        SessionOut: {
            /** Booked */
            booked: number;
            /** Cancelled */
            cancelled: number;
            /** Capacity */
            capacity: number | null;
            /** End Time */
            end_time: string | null;
            /** Event Id */
            event_id: number | null;
            /** Event Title */
            event_title: string;
            /** Location */
            location: string | null;
            /**
             * Occupancy
             * @description the share of the capacity that is booked
             */
            occupancy: number | null;
            /** Session Id */
            session_id: number;
            /** Start Time */
            start_time: string | null;
            /** Status */
            status: string;
            /** Time Zone */
            time_zone: string | null;
            /** Title */
            title: string | null;
        };
        /** SessionResponse */
        SessionResponse: {
            session: components["schemas"]["SessionOut"];
            /** Stale */
            stale: boolean;
        };
        /**
         * ShortNotification
         * @description A booking was made, described in four fields.
         */
        ShortNotification: {
            /** Booking Id */
            booking_id: number;
            /** Event */
            event: string;
            /** Facilitator Id */
            facilitator_id: number;
            /** User */
            user: string;
        };
        /**
         * SignedIn
         * @description As the main API responds, whose access token both services accept.
         */
        SignedIn: {
            /** Access Token */
            access_token: string;
            /** Message */
            message: string;
            /** User */
            user: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * Statistics
         * @description `occupancy` lists the next sessions; `ahead` sums up all of them. `stale`: as in SessionList.
         *
         *     `money` has an item for each currency; amounts of different currencies are never added.
         */
        Statistics: {
            ahead: components["schemas"]["UpcomingTotals"];
            /** Days */
            days: components["schemas"]["DayOut"][];
            /** Money */
            money: components["schemas"]["MoneyOut"][];
            /** Occupancy */
            occupancy: components["schemas"]["SessionOut"][];
            /** Stale */
            stale: boolean;
        };
        /** UndecidedSession */
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
            /** Latest */
            latest: number;
            /**
             * Since
             * @description when the facilitator last marked as read; null if never
             */
            since: string | null;
            /** Unread */
            unread: number;
            /** Up To */
            up_to: number;
        };
        /**
         * UpcomingTotals
         * @description Totals of all sessions that have not ended, including those without bookings.
         */
        UpcomingTotals: {
            /** Booked */
            booked: number;
            /** Capacity */
            capacity: number;
            /** Sessions */
            sessions: number;
        };
        /** WebhookResponse */
        WebhookResponse: {
            /** Message */
            message: string;
            /** Notification Id */
            notification_id: string;
            /** Request Id */
            request_id: number;
            /**
             * Status
             * @constant
             */
            status: "pending_approval";
            /** Timestamp */
            timestamp: string;
        };
    };
    responses: {
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
         *     - `not_json`: The body must be JSON, with 'Content-Type: application/json'.
         */
        "400-bad_json-invalid-not_json": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "bad_json" | "invalid" | "not_json";
                };
            };
        };
        /**
         * @description Bad request
         *
         *     - `invalid`: 'cursor' must be the next_cursor of an earlier response.
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
         *     - `invalid_credentials`
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
         *     - `invalid_token`
         *     - `login_ended`
         *     - `token_expired`
         *     - `unauthorized`
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
         *     - `login_ended`
         *     - `unauthorized`
         */
        "401-login_ended-unauthorized": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "login_ended" | "unauthorized";
                };
            };
        };
        /**
         * @description Unauthorized
         *
         *     - `unauthorized`
         */
        "401-unauthorized": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthorized";
                };
            };
        };
        /**
         * @description Forbidden
         *
         *     - `forbidden`: This is for services only.
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
         *     - `not_a_facilitator`: Only facilitators can sign in here.
         *     - `switched_off`
         */
        "403-not_a_facilitator-switched_off": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_a_facilitator" | "switched_off";
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
         *     - `already_decided`
         *     - `capacity_below_bookings`
         *     - `event_cancelled`
         *     - `impact_changed`
         *     - `no_series`
         *     - `series_refused`
         *     - `session_cancelled`
         *     - `session_past`
         */
        "409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "capacity_below_bookings" | "event_cancelled" | "impact_changed" | "no_series" | "series_refused" | "session_cancelled" | "session_past";
                };
            };
        };
        /**
         * @description Conflict
         *
         *     - `already_decided`
         *     - `customer_exists`: A customer with this e-mail address already exists. Merge the request with that customer.
         *     - `other_email`: That customer has a different e-mail address. Choose a customer with the address of the request.
         *     - `ticket_exists`: A ticket with this number already exists, so this request seems to repeat another. Decline it.
         */
        "409-already_decided-customer_exists-other_email-ticket_exists": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_decided" | "customer_exists" | "other_email" | "ticket_exists";
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
         *     - `too_many`
         */
        "413-too_large-too_many": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_large" | "too_many";
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
         *     - `rate_limited`
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
         *     - `too_many_streams`
         */
        "429-too_many_streams": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_many_streams";
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
    approvals_list_queue_approvals_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                status?: "pending" | "approved" | "declined" | "merged";
                kind?: ("registration" | "repair") | null;
                search?: string | null;
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
                    "application/json": components["schemas"]["RequestList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_decide_several_approvals_decide_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionResults"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-customer_exists-other_email-ticket_exists"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_list_history_approvals_history_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                status?: ("approved" | "declined" | "merged") | null;
                kind?: ("registration" | "repair") | null;
                search?: string | null;
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
                    "application/json": components["schemas"]["RequestList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_show_request_approvals__request_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: number;
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
                    "application/json": components["schemas"]["RequestResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_approve_approvals__request_id__approve_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: number;
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
                    "application/json": components["schemas"]["RequestResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-customer_exists-other_email-ticket_exists"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_decline_approvals__request_id__decline_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclineBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-customer_exists-other_email-ticket_exists"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_merge_approvals__request_id__merge_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-customer_exists-other_email-ticket_exists"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_list_customers_customers_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                search?: string | null;
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
                    "application/json": components["schemas"]["CustomerList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    approvals_show_customer_customers__customer_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: number;
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
                    "application/json": components["schemas"]["CustomerResponse"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_sign_in_login_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginBody"];
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
            403: components["responses"]["403-not_a_facilitator-switched_off"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited-too_many_attempts"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_list_bookings__facilitator_id__bookings_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                status?: string | null;
                search?: string | null;
                session_id?: number | null;
                event_id?: number | null;
                changed_since?: string | null;
            };
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
                    "application/json": components["schemas"]["BookingList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_export_bookings__facilitator_id__bookings_csv_get: {
        parameters: {
            query?: {
                status?: string | null;
                search?: string | null;
                session_id?: number | null;
                event_id?: number | null;
                changed_since?: string | null;
                /** @description of the headings and words */
                language?: "en" | "hi";
            };
            header?: never;
            path: {
                facilitator_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_list_events__facilitator_id__events_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                status?: ("upcoming" | "active" | "ongoing" | "past") | null;
                search?: string | null;
            };
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
                    "application/json": components["schemas"]["EventList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_create_event__facilitator_id__events_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
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
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_change_event__facilitator_id__events__event_id__put: {
        parameters: {
            query?: {
                expected_impact?: string | null;
            };
            header?: never;
            path: {
                facilitator_id: number;
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
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
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_cancel_event__facilitator_id__events__event_id__delete: {
        parameters: {
            query?: {
                expected_impact?: string | null;
                reason?: string | null;
            };
            header?: never;
            path: {
                facilitator_id: number;
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
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_duplicate_event__facilitator_id__events__event_id__duplicate_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
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
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_preview_event__facilitator_id__events__event_id__impact_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
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
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_add_session__facilitator_id__events__event_id__sessions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
                event_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSessionResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    guests_list_guests__facilitator_id__guests_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                /** @description searches names, addresses and titles of what was booked */
                search?: string | null;
            };
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
                    "application/json": components["schemas"]["GuestList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    guests_export_guests__facilitator_id__guests_csv_get: {
        parameters: {
            query?: {
                /** @description searches names, addresses and titles of what was booked */
                search?: string | null;
                /** @description of the headings and words */
                language?: "en" | "hi";
            };
            header?: never;
            path: {
                facilitator_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    guests_show_guest__facilitator_id__guests__user_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
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
                    "application/json": components["schemas"]["GuestPage"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    guests_write_notes__facilitator_id__guests__user_id__notes_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
                user_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotesBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotesResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_mark_read__facilitator_id__read_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadBody"];
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
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_list_sessions__facilitator_id__sessions_get: {
        parameters: {
            query?: {
                page?: number;
                per_page?: number;
                status?: ("upcoming" | "active" | "ongoing" | "past") | null;
            };
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
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_show_session__facilitator_id__sessions__session_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
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
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_change_session__facilitator_id__sessions__session_id__put: {
        parameters: {
            query?: {
                expected_impact?: string | null;
            };
            header?: never;
            path: {
                facilitator_id: number;
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedSessionResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_cancel_session__facilitator_id__sessions__session_id__delete: {
        parameters: {
            query?: {
                expected_impact?: string | null;
                reason?: string | null;
            };
            header?: never;
            path: {
                facilitator_id: number;
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
                    "application/json": components["schemas"]["ChangedSessionResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-invalid_token-login_ended-token_expired-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitator_events_preview_session__facilitator_id__sessions__session_id__impact_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                facilitator_id: number;
                session_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardedBody"];
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
            409: components["responses"]["409-already_decided-capacity_below_bookings-event_cancelled-impact_changed-no_series-series_refused-session_cancelled-session_past"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_show_statistics__facilitator_id__statistics_get: {
        parameters: {
            query?: {
                days?: number;
                time_zone?: string;
            };
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
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    facilitators_count_unread__facilitator_id__unread_get: {
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
                    "application/json": components["schemas"]["Unread"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    reconciliation_compare_ids_bookings_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComparedIds"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparedBookings"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    reconciliation_compare_facilitators_facilitators_get: {
        parameters: {
            query?: {
                after?: number;
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
                    "application/json": components["schemas"]["ComparedFacilitators"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    reconciliation_compare_bookings_facilitators__facilitator_id__bookings_get: {
        parameters: {
            query?: {
                after?: number;
                first_day?: string;
                last_day?: string;
            };
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
                    "application/json": components["schemas"]["ComparedBookings"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            404: components["responses"]["404-not_found"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    reconciliation_compare_days_facilitators__facilitator_id__days_get: {
        parameters: {
            query?: {
                after?: string;
            };
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
                    "application/json": components["schemas"]["ComparedDays"];
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
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
    notifications_list_notifications_notifications_get: {
        parameters: {
            query?: {
                facilitator_id?: number | null;
                booking_id?: number | null;
                action?: string | null;
                /** @description ISO 8601; without an offset it is read as UTC */
                since?: string | null;
                search?: string | null;
                limit?: number;
                cursor?: string | null;
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
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_stream_notifications_notifications_stream_get: {
        parameters: {
            query?: {
                facilitator_id?: number | null;
                last_event_id?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events, one for each notification */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["400-invalid"];
            401: components["responses"]["401-login_ended-unauthorized"];
            403: components["responses"]["403-forbidden"];
            429: components["responses"]["429-too_many_streams"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_notify_notify_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifyResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid-not_json"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    notifications_notify_batch_notify_batch_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid-not_json"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large-too_many"];
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
    webhooks_receive_registration_customer_registration_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
    health_webhooks_health_get: {
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
    webhooks_receive_repair_repair_request_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepairBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookResponse"];
                };
            };
            400: components["responses"]["400-bad_json-invalid"];
            401: components["responses"]["401-unauthorized"];
            403: components["responses"]["403-forbidden"];
            413: components["responses"]["413-too_large"];
            415: components["responses"]["415-not_json"];
            429: components["responses"]["429-rate_limited"];
            "5XX": components["responses"]["failed"];
            default: components["responses"]["refused"];
        };
    };
}
