// Where another mail begins in the HTML of one: each mail program marks what it quotes in its own way.

/** “this”: the element is quoted. “rest”: so is everything from here on. */
export type Quoted = 'this' | 'rest'

/** @param given the attributes of an element, as they came */
export function quotedFrom(name: string, given: Record<string, string>): Quoted | undefined {
  const names = ` ${given.class ?? ''} ${given.id ?? ''} ${given.name ?? ''} `.slice(0, 500)
  if (rest.test(names) || isOutlookLine(name, given.style ?? '')) return 'rest'
  if (element.test(names) || given['data-marker'] === '__QUOTED_TEXT__') return 'this'
  return name === 'blockquote' && (given.type === 'cite' || given.cite !== undefined) ? 'this' : undefined
}

/** Gmail, Thunderbird, Yahoo, Proton, GMX, Spark, Tutanota, desks; and signatures. */
const element =
  /[\s_-](?:x_)?(gmail_quote(?:_container)?|gmail_attr|gmail_extra|gmail_signature|moz-cite-prefix|moz-signature|moz-forward-container|yahoo_quoted|ydp\w{0,20}yahoo_quoted|protonmail_quote|protonmail_signature_block|tutanota_quote|zmail_extra|wiseStamp|front-blockquote|freshdesk_quote|intercom-quote|mcntSignature|messageReplySection|iosymail|quote|aolmail_quote|wm-quote|ms-outlook-mobile-signature)\s/i
/** Outlook and Zimbra put no element around what follows. */
const rest =
  /\s(?:x_)?(divRplyFwdMsg|appendonsend|zwchr|mail-editor-reference-message-container|ms-outlook-mobile-reference-message|OLK_SRC_BODY_SECTION|stopSpelling)\s/i
/** The line that Outlook draws above “From: … Sent: …”. */
const isOutlookLine = (name: string, style: string): boolean =>
  name === 'div' && /border:\s*none;\s*border-top:\s*solid\s+#[a-e][0-9a-f]{5}\s+1\.0pt/i.test(style.slice(0, 500))
