import { Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { t } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { Elapsed } from '../../ui/Elapsed.tsx'
import { atNear, span } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useNow } from '../../ui/TimeBase.tsx'
import type { ConversationRow } from './conversations.ts'
import styles from './Inbox.module.css'
import { Marks } from './Marks.tsx'
import { turnSentence } from './turn.ts'

/** One of the list. Whoever rests on it, by mouse or by keyboard, reads why it stands where it does. */
export function ConversationLine({ row, open }: { row: ConversationRow; open: boolean }) {
  const turn = row.waitingSince ? turnSentence(row) : undefined
  return (
    <li>
      <Tooltip label={turn ?? t('inbox.noTurn')} disabled={!row.waitingSince} position="right" openDelay={400}>
        <Link
          to="/conversations"
          search={(before) => ({ ...before, show: undefined, open: row.id })}
          resetScroll={false}
          className={styles.row}
          data-conversation={row.id}
          data-waits={row.waitingSince !== null || undefined}
          aria-current={open || undefined}
          aria-label={useRowName(row)}
        >
          <span className={styles.rowTop}>
            <span className={styles.who}>
              <b>{nameOf(row)}</b>
              {row.account && row.account.name !== nameOf(row) && <span className={styles.faint}> {row.account.name}</span>}
            </span>
            <span className={styles.when}>{row.waitingSince ? <Elapsed since={row.waitingSince} /> : <Moment at={row.lastAt} />}</span>
          </span>
          <span className={styles.rowTop}>
            <span className={styles.subject}>
              {row.subject} <span className={styles.faint}>{row.excerpt}</span>
            </span>
            {row.promisedAt && row.waitingSince && (
              <span className={styles.promise}>
                <Icon name="clock" size={12} /> <Countdown to={row.promisedAt} from={row.waitingSince} size="0.75rem" />
              </span>
            )}
          </span>
          <span className={styles.rowEnd}>
            <Marks row={row} />
          </span>
        </Link>
      </Tooltip>
    </li>
  )
}

export const nameOf = ({ writer, account, address }: Pick<ConversationRow, 'writer' | 'account' | 'address'>) => writer ?? account?.name ?? addressOf(address)
/** Whoever chats has no address; what stands there is a mark of ours. */
export const addressOf = (address: string) => (address.startsWith('chat:') ? t('inbox.inChat') : address)

/** What a screen reader says of it in one breath. */
function useRowName(row: ConversationRow): string {
  const now = useNow(60_000)
  const { account, subject, waitingSince, promisedAt, stillBroken, mood, crisis } = row
  return [
    nameOf(row),
    account && `${account.name}, ${account.tier}${account.vulnerability ? `, ${account.vulnerability}` : ''}`,
    subject,
    stillBroken && t('inbox.stillBroken'),
    mood === 'angry' && t('inbox.mood.angry'),
    waitingSince && t('inbox.waits', { span: span(now - Date.parse(waitingSince)) }),
    waitingSince && promisedAt && t(Date.parse(promisedAt) < now ? 'inbox.promiseMissed' : 'inbox.promisedBy', { at: atNear(promisedAt) }),
    crisis && crisis.link !== 'refused' && crisis.number,
  ]
    .filter(Boolean)
    .join('. ')
}
