import { z } from "zod";

// zod compiles its schemas with `new Function` where it may. The content security policy forbids that, and the
// browser reports even the attempt.
z.config({ jitless: true });

export { z };
