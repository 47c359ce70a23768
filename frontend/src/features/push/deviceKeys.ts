export const deviceKeys = {
  all: ["device"],
  of: (userId: number) => ["device", userId],
  offer: (userId: number | undefined) => ["device", "offer", userId],
} as const;
