/** What the browser tells of a key that goes down, without the keys that are held beside it unless `more` has them. */
export const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
