// What may be attached, said before anything is sent; the server judges again, and looks into the file.
import { ofOneReply } from '../../../../server/src/support/files/files.contract.ts'
import { t } from '../../strings/t.ts'

type Sized = { bytes: number }
const mb = (bytes: number) => String(bytes / 1_000_000)

/** A sentence where this one cannot be added to those; undefined where it can. */
export function whyNot(before: readonly Sized[], { bytes }: Sized): string | undefined {
  if (bytes === 0) return t('inbox.fileEmpty')
  if (bytes > ofOneReply.each) return t('inbox.fileTooLarge', { each: mb(ofOneReply.each) })
  if (before.length >= ofOneReply.most) return t('inbox.fileTooMany', { most: ofOneReply.most })
  const together = before.reduce((sum, file) => sum + file.bytes, bytes)
  return together > ofOneReply.together ? t('inbox.fileTooHeavy', { together: mb(ofOneReply.together) }) : undefined
}

/** Files of a drop or a paste. What was copied as text with a picture of it (as tables are) is text. */
export const filesOf = (given: DataTransfer | null): File[] => (given && !given.types.includes('text/plain') ? [...given.files] : [])
export const bringsFiles = (given: DataTransfer | null): boolean => given?.types.includes('Files') ?? false
