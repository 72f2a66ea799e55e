// How much may be attached to a message by hand, by one of us or by a customer, and how a file is judged: as those that come by mail.
import { largestAttachment } from '../../stabilize/attachments/attachments.contract.ts'
import { Refused } from '../../platform/refused.ts'
import { ofOneReply } from './files.contract.ts'
import { type FileLimits, judgeFiles, type MailFile, type Part } from '../conversations/mail/attachments.ts'

export const ofReply: FileLimits = { most: ofOneReply.most, together: ofOneReply.together, of: 'message' }
export const ofCustomer: FileLimits = { most: 5, together: 15_000_000, of: 'message' }
/** Of one chat, all that its customer ever sent. */
export const ofChat = { most: 100, together: 60_000_000 }
/** Of one person, what is attached to something that is not sent yet. */
export const ofUnsent = { most: 50, together: 150_000_000 }
/** A reply that was begun before a weekend is still whole after it. */
export const unsentDays = 7
export { largestAttachment }

const mb = (bytes: number) => `${bytes / 1_000_000} MB`
export const tooLarge = `A file may have ${mb(largestAttachment)}. Make it smaller, or put it where the customer can fetch it.`
export const tooMany = `A message takes ${ofReply.most} files. Send the others with a second one.`
export const tooHeavy = `The files of a message may have ${mb(ofReply.together)} together. Send some of them with a second one.`
export const tooManyUnsent = `You have more than ${ofUnsent.most} files, or ${mb(ofUnsent.together)}, attached to what is not sent. Send it, or take some out.`
export const noLongerHere = `A file is no longer here: what is not sent within ${unsentDays} days is forgotten. Take it out, and attach it again.`
export const notToNetwork = 'An answer on a network is a post of words alone here. Leave the files out, or write where the customer finds them.'
export const notToDesk = 'This conversation is answered in its desk, which takes no files from here. Attach them there, or leave them out.'

/** A file that one of us attaches. What would not be taken from a customer is not sent to one either. */
export function judgedToSend(content: Buffer, name: string, type: string): MailFile {
  if (content.length > largestAttachment) throw new Refused('too-large', tooLarge)
  const [file] = judgeFiles([{ filename: name, mimeType: type, disposition: 'attachment', content }], ofReply).files
  if (!file || file.verdict === 'refused') throw new Refused('not-valid', file?.why ?? 'There is no file in it.')
  return file
}

/** What came with a customer's message. What is not taken is named with it, and the message is taken all the same. `before`: what they sent in this chat so far. */
export function judgedFromCustomer(parts: readonly Part[], before = { count: 0, bytes: 0 }): MailFile[] {
  const most = Math.max(0, Math.min(ofCustomer.most, ofChat.most - before.count))
  const together = Math.max(0, Math.min(ofCustomer.together, ofChat.together - before.bytes))
  const full = most < ofCustomer.most || together < ofCustomer.together
  // Beyond what anybody sends by hand they are not even named.
  const beyond = full ? { beyond: 'There are as many files in this chat as it holds.' } : {}
  return judgeFiles(parts.slice(0, ofCustomer.most * 2), { most, together, of: 'message', ...beyond }).files
}

/** As they are stored, whoever they came from. */
export const toStore = (file: MailFile) => ({
  ...{ name: file.name, type: file.type, bytes: file.bytes, sha256: Buffer.from(file.sha256, 'hex'), contentId: file.cid || null },
  ...{ verdict: file.verdict, why: file.why ?? null, content: file.verdict === 'kept' ? file.content : null },
})
