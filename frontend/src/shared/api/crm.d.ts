// Generated from openapi/crm.json by `npm run api`; not for editing.

export interface paths {
    "/webhooks/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alive, at the address webhook senders know */
        get: operations["health_alive_webhooks_health_get"];
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
        /** Alive */
        get: operations["health_alive_health_get"];
        put?: never;
        post?: never;
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
        /** Ready for work, with the checks behind the answer */
        get: operations["health_ready_ready_get"];
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
        /** Receive one notification */
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
        /**
         * New notifications, live (SSE)
         * @description The answer's events are sent by the ASGI side, which holds no thread for them.
         */
        get: operations["notifications_stream_notifications_notifications_stream_get"];
        put?: never;
        post?: never;
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
        /** Bookings */
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
        /** Bookings as CSV */
        get: operations["facilitators_export_bookings__facilitator_id__bookings_csv_get"];
        put?: never;
        post?: never;
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
        /** Sessions */
        get: operations["facilitators_list_sessions__facilitator_id__sessions_get"];
        put?: never;
        post?: never;
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
        /** Figures */
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
        /** What is new */
        get: operations["facilitators_count_unread__facilitator_id__unread_get"];
        put?: never;
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
        /** Note what was read */
        post: operations["facilitators_mark_read__facilitator_id__read_post"];
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
        /** Log in at the main API, facilitators only */
        post: operations["facilitators_log_in_login_post"];
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
        /** NotifyAnswer */
        NotifyAnswer: {
            /** Message */
            message: string;
            /** Booking Id */
            booking_id: number | null;
            /** Notification Id */
            notification_id: string;
            /** Timestamp */
            timestamp: string;
        };
        /**
         * NotifyBody
         * @description One notification, in one of three shapes.
         */
        NotifyBody: components["schemas"]["BookingNotification"] | components["schemas"]["ShortNotification"] | components["schemas"]["GeneralNotification"];
        /** BookedBy */
        BookedBy: {
            /** Id */
            id: number;
            /** Name */
            name: string;
            /** Email */
            email: string;
        };
        /** BookedEvent */
        BookedEvent: {
            /** Id */
            id: number;
            /** Title */
            title: string;
            /** Start Date */
            start_date: string;
        };
        /** BookedSession */
        BookedSession: {
            /** Id */
            id: number;
            /** Title */
            title?: string | null;
            /** Start Time */
            start_time?: string | null;
            /** End Time */
            end_time?: string | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Location */
            location?: string | null;
            /** Capacity */
            capacity?: number | null;
            /** Seats Taken */
            seats_taken?: number | null;
        };
        /**
         * BookingNotification
         * @description A booking was made, cancelled or reactivated.
         */
        BookingNotification: {
            /** Booking Id */
            booking_id: number;
            user: components["schemas"]["BookedBy"];
            event: components["schemas"]["BookedEvent"];
            /** Facilitator Id */
            facilitator_id: number;
            /**
             * Action
             * @default created
             * @enum {string}
             */
            action: "created" | "cancelled" | "reactivated";
            session?: components["schemas"]["BookedSession"] | null;
            /** Occurred At */
            occurred_at?: string | null;
            /** Version */
            version?: number | null;
            /** Additional Data */
            additional_data?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * GeneralNotification
         * @description Anything else; `additional_data` may name a booking_id, facilitator_id and action to be found by.
         */
        GeneralNotification: {
            /** Notification Type */
            notification_type: string;
            /** User Id */
            user_id: number;
            /** Message */
            message: string;
            /** Additional Data */
            additional_data?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * ShortNotification
         * @description A booking was made, in four fields.
         */
        ShortNotification: {
            /** Booking Id */
            booking_id: number;
            /** User */
            user: string;
            /** Event */
            event: string;
            /** Facilitator Id */
            facilitator_id: number;
        };
        /** BatchAnswer */
        BatchAnswer: {
            /** Results */
            results: components["schemas"]["BatchResult"][];
        };
        /** BatchResult */
        BatchResult: {
            /** Id */
            id: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "stored" | "repeat" | "refused";
            /** Notification Id */
            notification_id?: string | null;
            /** Timestamp */
            timestamp?: string | null;
            /** Error */
            error?: string | null;
            /** Field */
            field?: string | null;
        };
        /**
         * BatchBody
         * @description Up to 100 items of `{id, data}`. Each is judged alone: its refusal is part of the answer.
         */
        BatchBody: {
            /** Notifications */
            notifications: unknown[];
        };
        /** NotificationList */
        NotificationList: {
            /** Notifications */
            notifications: components["schemas"]["ListedNotification"][];
            /** Count */
            count: number;
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListedNotification */
        ListedNotification: {
            /** Timestamp */
            timestamp: string;
            /** Notification Id */
            notification_id: string;
            /** Data */
            data: {
                [key: string]: unknown;
            };
        };
        /** BookingList */
        BookingList: {
            /** Bookings */
            bookings: {
                [key: string]: unknown;
            }[];
            /** Pagination */
            pagination: {
                [key: string]: unknown;
            };
        };
        /** SessionList */
        SessionList: {
            /** Sessions */
            sessions: {
                [key: string]: unknown;
            }[];
        };
        /** Statistics */
        Statistics: {
            /** Days */
            days: {
                [key: string]: unknown;
            }[];
            /** Occupancy */
            occupancy: {
                [key: string]: unknown;
            }[];
        };
        /** Unread */
        Unread: {
            /** Unread */
            unread: number;
            /** Up To */
            up_to: number;
            /** Latest */
            latest: number;
        };
        /** ReadBody */
        ReadBody: {
            /** Up To */
            up_to: number;
        };
        /** LoginBody */
        LoginBody: {
            /** Username */
            username?: string | null;
            /** Email */
            email?: string | null;
            /** Password */
            password: string;
        };
        /** ValidationErrorModel */
        ValidationErrorModel: {
            /**
             * Error Type
             * @description A computer-readable identifier of the error type.
             */
            type: string;
            /**
             * Location
             * @description The error's location as a list.
             */
            loc: unknown[];
            /**
             * Message
             * @description A human readable explanation of the error.
             */
            msg: string;
            /**
             * Input
             * @description The input provided for validation.
             */
            input: unknown;
            /**
             * URL
             * @description The URL to further information about the error.
             */
            url?: string | null;
            /**
             * Error context
             * @description An optional object which contains values required to render the error message.
             */
            ctx?: {
                [key: string]: unknown;
            } | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health_alive_webhooks_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
    health_alive_health_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
    health_ready_ready_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
                    "application/json": components["schemas"]["NotifyAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
    facilitators_list_bookings__facilitator_id__bookings_get: {
        parameters: {
            query?: {
                status?: ("booked" | "cancelled") | null;
                search?: string | null;
                session_id?: number | null;
                event_id?: number | null;
                page?: number;
                per_page?: number;
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
    facilitators_export_bookings__facilitator_id__bookings_csv_get: {
        parameters: {
            query?: {
                status?: ("booked" | "cancelled") | null;
                search?: string | null;
                session_id?: number | null;
                event_id?: number | null;
            };
            header?: never;
            path: {
                facilitator_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
    facilitators_list_sessions__facilitator_id__sessions_get: {
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
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
    facilitators_log_in_login_post: {
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
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationErrorModel"][];
                };
            };
        };
    };
}
