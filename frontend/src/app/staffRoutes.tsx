import { type RouteObject, useRoutes } from "react-router";
import { FacilitatorArea } from "@/features/facilitator/FacilitatorArea";
import { AdminArea } from "@/features/integration/AdminArea";
import { lazyPage } from "./lazyPage";
import { MissingPage } from "./MissingPage";
import { staffPages } from "./staffPages";

/** The pages of facilitators and admins, which `router.tsx` loads when one of them is opened. */
const staffRoutes: RouteObject[] = [
  {
    path: "facilitator",
    Component: FacilitatorArea,
    children: staffPages([
      {
        index: true,
        Component: lazyPage(() => import("@/features/facilitator/DashboardPage"), "DashboardPage"),
      },
      {
        path: "sessions/:sessionId",
        Component: lazyPage(() => import("@/features/facilitator/RosterPage"), "RosterPage"),
      },
      {
        path: "events",
        Component: lazyPage(() => import("@/features/event-management/MyEventsPage"), "MyEventsPage"),
      },
      {
        path: "events/new",
        Component: lazyPage(() => import("@/features/event-management/NewEventPage"), "NewEventPage"),
      },
      {
        path: "events/:eventId",
        Component: lazyPage(() => import("@/features/event-management/OwnEventPage"), "OwnEventPage"),
      },
      {
        path: "events/:eventId/edit",
        Component: lazyPage(() => import("@/features/event-management/EditEventPage"), "EditEventPage"),
      },
      {
        path: "events/:eventId/sessions/new",
        Component: lazyPage(() => import("@/features/event-management/NewSessionPage"), "NewSessionPage"),
      },
      {
        path: "events/:eventId/sessions/:sessionId",
        Component: lazyPage(() => import("@/features/event-management/EditSessionPage"), "EditSessionPage"),
      },
      {
        path: "channels",
        Component: lazyPage(() => import("@/features/team-channels/TeamChannelsPage"), "TeamChannelsPage"),
      },
      { path: "money", Component: lazyPage(() => import("@/features/money/StatementPage"), "StatementPage") },
      {
        path: "money/:orderId",
        Component: lazyPage(() => import("@/features/money/StatementPage"), "FacilitatorOrderPage"),
      },
      {
        path: "bookings/:bookingId/order",
        Component: lazyPage(() => import("@/features/money/StatementPage"), "FacilitatorOrderPage"),
      },
      { path: "guests", Component: lazyPage(() => import("@/features/guests/GuestsPage"), "GuestsPage") },
      {
        path: "guests/:userId",
        Component: lazyPage(() => import("@/features/guests/GuestPage"), "GuestPage"),
      },
    ]),
  },
  {
    path: "mailbox",
    Component: AdminArea,
    children: staffPages([
      { index: true, Component: lazyPage(() => import("@/features/mailbox/MailboxPage"), "MailboxPage") },
    ]),
  },
  {
    path: "admin",
    Component: AdminArea,
    children: staffPages([
      { index: true, Component: lazyPage(() => import("@/features/integration/AdminPage"), "AdminPage") },
      { path: "studio", Component: lazyPage(() => import("@/features/studio/StudioPage"), "StudioPage") },
      {
        path: "bookings",
        Component: lazyPage(() => import("@/features/records/StudioBookingsPage"), "StudioBookingsPage"),
      },
      {
        path: "events",
        Component: lazyPage(() => import("@/features/records/StudioEventsPage"), "StudioEventsPage"),
      },
      { path: "audit", Component: lazyPage(() => import("@/features/records/AuditPage"), "AuditPage") },
      { path: "people", Component: lazyPage(() => import("@/features/people/PeoplePage"), "PeoplePage") },
      {
        path: "api-keys",
        Component: lazyPage(() => import("@/features/api-keys/ApiKeysPage"), "ApiKeysPage"),
      },
      {
        path: "suppressions",
        Component: lazyPage(() => import("@/features/suppressions/SuppressionsPage"), "SuppressionsPage"),
      },
      {
        path: "templates",
        Component: lazyPage(() => import("@/features/templates/TemplatesPage"), "TemplatesPage"),
      },
      {
        path: "approvals",
        Component: lazyPage(() => import("@/features/approvals/ApprovalsPage"), "ApprovalsPage"),
      },
      {
        path: "customers",
        Component: lazyPage(() => import("@/features/customers/CustomersPage"), "CustomersPage"),
      },
      {
        path: "customers/:customerId",
        Component: lazyPage(() => import("@/features/customers/CustomerPage"), "CustomerPage"),
      },
      { path: "money", Component: lazyPage(() => import("@/features/money/MoneyPage"), "MoneyPage") },
      {
        path: "money/:orderId",
        Component: lazyPage(() => import("@/features/money/MoneyPage"), "AdminOrderPage"),
      },
      {
        path: "integration",
        Component: lazyPage(() => import("@/features/integration/IntegrationPage"), "IntegrationPage"),
      },
      {
        path: "integration/deliveries/:messageId",
        Component: lazyPage(() => import("@/features/integration/DeliveryPage"), "DeliveryPage"),
      },
    ]),
  },
];

export function StaffPages() {
  return useRoutes(staffRoutes) ?? <MissingPage />;
}
