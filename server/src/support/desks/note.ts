// What we leave among colleagues in a desk, where the desk cannot hold it in its own fields.
export const hasItHere = (name: string): string => `${name} has this conversation in Leeward.`
/** Told back to us it is no note of theirs. */
export const isOurNote = ({ kind, text }: { kind: string; text?: string | undefined }): boolean =>
  kind === 'note' && /^.{1,200} has this conversation in Leeward\.$/.test(text?.trim() ?? '')
