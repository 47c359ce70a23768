/** Characters, as both services allow them. */
export const MAX_TITLE_LENGTH = 300;
export const MAX_NAME_LENGTH = 200;
