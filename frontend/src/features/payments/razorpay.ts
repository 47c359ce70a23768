import { ApiProblem } from "@/shared/api/problem";

const SCRIPT = "https://checkout.razorpay.com/v1/checkout.js";

/** What the API gives for Razorpay's form. */
export type RazorpayForm = {
  key_id: string;
  order_id: string;
  amount: number;
  currency: string;
  name: string;
  description: string;
};

type Razorpay = { open: () => void };
type Options = Omit<RazorpayForm, "key_id"> & {
  key: string;
  handler: () => void;
  modal: { ondismiss: () => void };
};
declare global {
  interface Window {
    Razorpay?: new (options: Options) => Razorpay;
  }
}

let loading: Promise<void> | null = null;

/** Only the pay page's content policy allows this script. */
function loadScript(): Promise<void> {
  loading ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.onload = () => resolve();
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new ApiProblem(503, "provider_unavailable", undefined, "Razorpay can't be reached."));
    };
    document.head.append(script);
  });
  return loading;
}

/** Opens Razorpay's form over the page, until the guest has paid or closed it. */
export async function payWithRazorpay({ key_id, ...form }: RazorpayForm): Promise<"paid" | "cancelled"> {
  await loadScript();
  const Form = window.Razorpay;
  if (!Form) throw new ApiProblem(503, "provider_unavailable", undefined, "Razorpay can't be reached.");
  return new Promise((resolve) => {
    new Form({
      ...form,
      key: key_id,
      handler: () => resolve("paid"),
      modal: { ondismiss: () => resolve("cancelled") },
    }).open();
  });
}
