// Shifts and planned work as iCalendar (RFC 5545): times in UTC, texts escaped, lines folded at 75 octets between characters.

/** `sequence` grows with each change, `cancelled` takes it out of calendars that have it. */
export type CalendarEvent = { id: string; from: Date; until: Date; title: string; description?: string; url?: string; sequence?: number; cancelled?: boolean }

export function calendarOf(name: string, events: CalendarEvent[], changedAt: Date, about = 'On call'): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Leeward//${about}//EN`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapedText(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(({ id, from, until, title, description, url, sequence, cancelled }) => [
      'BEGIN:VEVENT',
      `UID:${escapedText(id)}`,
      `DTSTAMP:${utc(changedAt)}`,
      `DTSTART:${utc(from)}`,
      `DTEND:${utc(until)}`,
      `SUMMARY:${escapedText(title)}`,
      ...(description ? [`DESCRIPTION:${escapedText(description)}`] : []),
      ...(url ? [`URL:${escapedText(url)}`] : []),
      ...(sequence === undefined ? [] : [`SEQUENCE:${sequence}`]),
      ...(cancelled ? ['STATUS:CANCELLED'] : []),
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** A calendar whose lines were changed whole. */
export const refolded = (calendar: string, change: (lines: string) => string): string =>
  change(calendar.replaceAll('\r\n ', '')).split('\r\n').map(folded).join('\r\n')

const utc = (at: Date) => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
const escapedText = (text: string) => text.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r\n|\r|\n/g, '\\n')

/** No line is longer than 75 octets; what follows begins with a space. A character is never cut in two. */
function folded(line: string): string {
  let out = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      out += '\r\n '
      octets = 1
    }
    out += character
    octets += size
  }
  return out
}
