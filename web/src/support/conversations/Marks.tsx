import { t, tOf } from '../../strings/t.ts'
import type { ConversationRow } from './conversations.ts'
import styles from './Inbox.module.css'
import { marksOf, reasonName } from './turn.ts'

const grave = ['safety', 'vulnerable', 'legal']
const most = 3

/** What one must know before one opens it, in few words: the gravest first. */
export function Marks({ row: { stillBroken, mood, reasons, account, crisis, practice, assignee, tags, state, channel, social } }: { row: ConversationRow }) {
  const about = crisis && crisis.link !== 'refused' ? crisis : undefined
  // That it does not work is what the crisis says.
  const read = marksOf(reasons)
    .filter((reason) => reason !== 'outage' || !about)
    .slice(0, most)
  return (
    <>
      {practice && <em className={styles.mark}>{t('inbox.practice')}</em>}
      {account?.vulnerability && (
        <em className={styles.mark} data-tone="red">
          {account.vulnerability}
        </em>
      )}
      {account && ['enterprise', 'business'].includes(account.tier) && <em className={styles.mark}>{account.tier}</em>}
      {stillBroken && (
        <em className={styles.mark} data-tone="red">
          {t('inbox.stillBroken')}
        </em>
      )}
      {(mood === 'angry' || mood === 'positive') && (
        <em className={styles.mark} data-tone={mood === 'angry' ? 'amber' : 'green'}>
          {tOf('inbox.mood', mood)}
        </em>
      )}
      {read.map((reason) => (
        <em key={reason} className={styles.mark} data-tone={grave.includes(reason) ? 'red' : 'plain'}>
          {reasonName(reason)}
        </em>
      ))}
      {about && (
        <em className={styles.mark} data-tone={about.link === 'linked' ? 'blue' : 'plain'}>
          {about.link === 'suggested' ? t('inbox.maybe', { number: about.number }) : about.number}
        </em>
      )}
      {social ? (
        <em className={styles.mark} data-tone={social.public ? 'amber' : 'plain'}>
          {tOf('channel', social.network)}, {t(social.public ? 'inbox.public' : 'inbox.direct')}
        </em>
      ) : (
        channel !== 'email' && <em className={styles.mark}>{tOf('inbox.channel', channel)}</em>
      )}
      {tags.map((tag) => (
        <em key={tag} className={styles.mark}>
          {tag}
        </em>
      ))}
      {state !== 'open' && <em className={styles.mark}>{tOf('inbox.state', state)}</em>}
      {assignee && <em className={styles.mark}>{assignee.name}</em>}
    </>
  )
}
