// What is a failure notice at all, and which of its lines speak of the failure: for the many that follow no standard.
import { addressesIn } from './addresses.ts'
import { fieldGroups, headerOf, type MailParts } from './mail-parts.ts'

const daemon =
  /mailer[-_. ]?daemon|mail ?(delivery|system|administrator|server|router)|post_?master|poostmaster|delivery (sub)?system|mdaemon|system administrator|^\s*<>\s*$|bounce/i
const failing =
  /undeliver|delivery (status|failure|failed|notification|report|problem|error|has failed|delayed)|fail(ed|ure)? (notice|delivery|to deliver)|failure (notice|delivery)|return(ed|ing) (mail|message|to sender)|(mail|message|e-?mail)( you sent)?( delivery)? ?(fail|error|problem|blocked|could|not|status|system error|returned|delayed)|non.?(remis|deliver)|could not (be )?(send|sent|deliver)|not delivered|error sending|warning: (message|could not send)|delayed (mail|message)|unzustellbar|nicht zugestellt|недоставлен|mail not|rejected|bounce/i
const wordsOfFailure =
  /(could ?n.?t|could not|can ?not|can't|was not|not|unable to|wasn't able to|failed to|n't) (be )?(been )?(able to )?deliver|undeliver|delivery (to|has|attempt|fail|status|of)|did not reach|has been delayed|permanent (fatal )?(error|failure)|(address|recipient|user)s? .{0,60}(fail|reject|unknown|refused|had|not found)|unknown user|user unknown|returned (to|mail|message)|was (rejected|blocked|refused|not accepted)|error (message|while|occurred)|said: [245]\d\d|not deliver|delivery (problem|error)|failure reason|mail (failed|is undeliverable)|had trouble deliver|non-?deliver/i

/** Where the mail that came back begins, in the words that systems put before it. */
const copyBegins =
  /^[\s>|*=-]{0,60}(this is a copy of|below (this line )?is a copy|enclosed is a copy|(the )?(header|body|headers)s? of (the )?original|original message|(returned|message) (message|text|headers?) ?(follow|headers?|begins)?|included is a copy|(the )?original (message|mail)( headers?)? ?(follow|is |below|:|attached|-)|unsent message|a copy of (your|the) (message|mail)|your (original )?message (follow|header)|message (header|text|content)s? follow|en-têtes de message|begin (of )?(message|returned)|received headers|mail follow)/i

/** The lines that speak of the failure, without the mail that came back. */
export function aboutFailure(text: string): string {
  const lines = text.split('\n')
  const end = lines.findIndex(
    (line, at) => (at > 0 && copyBegins.test(line)) || (/^(received|return-path|dkim-signature|x-received|arc-seal|delivered-to):/i.test(line) && at > 1),
  )
  return (end > 0 ? lines.slice(0, end) : lines).slice(0, 200).join('\n')
}

/** The mail that came back, where the notice carries it within its text. */
export const copyIn = (text: string): string => text.slice(aboutFailure(text).length)

/**
 * Whether a mail without a machine's part is a failure notice: somebody who sends such notices, and words of failure; or all signs but the sender.
 * A person who writes of a bounce has neither.
 */
export function isNotice(mail: MailParts): boolean {
  if (isList(mail)) return false
  const fromDaemon = daemon.test(mail.from) || headerOf(mail, 'return-path').trim() === '<>' || headerOf(mail, 'x-failed-recipients') !== ''
  const about = aboutFailure(mail.text)
  const signs = Number(failing.test(mail.subject)) + Number(wordsOfFailure.test(about))
  const answered = headerOf(mail, 'in-reply-to') !== '' && !fromDaemon
  const code = /(^|[\s:[(#])[45]\d\d[ -]|[45]\.\d\.\d/.test(about)
  const carriesMail = mail.original !== '' || copyIn(mail.text) !== ''
  if (fromDaemon) return signs > 0 || code
  return !answered && !isAnswer(mail) && (signs === 2 ? code || carriesMail : wordsOfFailure.test(about) && namesItsRecipient(mail, about))
}

/** It carries a mail, and says of that mail's recipient that it did not get there. */
function namesItsRecipient(mail: MailParts, about: string): boolean {
  const wanted = addressesIn(fieldGroups(mail.original)[0]?.get('to') ?? '')
  if (/(not|n't|unable to) (be )?deliver(ed)?( your| the)?( message| mail)? to:?\s[^\n]{0,80}@/i.test(about)) return wanted.length > 0
  return wanted.length > 0 && addressesIn(about).some((address) => wanted.includes(address))
}
const isAnswer = (mail: MailParts) => /^\s*(re|aw|sv|fwd?|fw|wg|tr)\s*:/i.test(mail.subject)

export const isDelay = (mail: MailParts): boolean =>
  /delay|warning/i.test(mail.subject) ||
  /(has been|have been|been|was) delayed|no(t)? (need to|action is required)|will (be retried|keep trying|continue)|warning message only/i.test(
    aboutFailure(mail.text),
  )

/** What came over a list is not about a mail of ours, whatever it looks like. */
export const wentOverList = (mail: MailParts) => headerOf(mail, 'list-post') !== ''
export const isList = (mail: MailParts) =>
  headerOf(mail, 'list-id') !== '' ||
  headerOf(mail, 'list-post') !== '' ||
  (/^(list|bulk)$/i.test(headerOf(mail, 'precedence')) && headerOf(mail, 'list-unsubscribe') !== '')

/** Nobody wrote it: an answering machine (RFC 3834 and what came before it). */
export const isAutoReply = (mail: MailParts): boolean =>
  (/^auto-(replied|generated|notified)/i.test(headerOf(mail, 'auto-submitted').trim()) && /replied/i.test(headerOf(mail, 'auto-submitted'))) ||
  ['x-autoreply', 'x-autorespond', 'x-auto-response', 'x-autoresponder', 'x-mail-autoreply'].some((name) => headerOf(mail, name) !== '') ||
  /auto_?-?repl/i.test(headerOf(mail, 'precedence')) ||
  /^(.{0,12})(auto(matic|matische|matique|mated)?[- :]?(re(ply|sponse|sponder)|antwort|abwesen)|out of (the )?office|away from|away until|vacation|on vacation|abwesenheit|réponse automatique|absence|respuesta automática|risposta automatica|自動返信|не в офисе)/i.test(
    mail.subject,
  )
