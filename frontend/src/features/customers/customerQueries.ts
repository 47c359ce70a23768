import { queryOptions } from "@tanstack/react-query";
import type { components } from "@/shared/api/crm";
import { crmApi } from "@/shared/api/crmApi";
import { dataOf } from "@/shared/api/problem";

type Schemas = components["schemas"];
export type Customer = Schemas["ListedCustomer"];
export type CustomerDetail = Schemas["CustomerDetail"];

const customerKeys = {
  list: (search: string, page: number) => ["customers", search, page],
  one: (customerId: number) => ["customers", "one", customerId],
} as const;

export function customersQuery(search: string, page: number) {
  const query = { page, ...(search ? { search } : {}) };
  return queryOptions({
    queryKey: customerKeys.list(search, page),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      return dataOf(client.GET("/api/customers", { params: { query }, signal }));
    },
    placeholderData: (previous) => previous,
  });
}

export function customerQuery(customerId: number) {
  return queryOptions({
    queryKey: customerKeys.one(customerId),
    queryFn: async ({ signal }) => {
      const { client } = await crmApi();
      const params = { path: { customer_id: customerId } };
      return (await dataOf(client.GET("/api/customers/{customer_id}", { params, signal }))).customer;
    },
  });
}
