/** Characters, as both services allow them. */
export const LONGEST_TITLE = 300;
export const LONGEST_NAME = 200;
