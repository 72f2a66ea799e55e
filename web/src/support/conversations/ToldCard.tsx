import { Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Countdown } from '../../ui/Countdown.tsx'
import { atNear } from '../../ui/format.ts'
import { Moment } from '../../ui/Moment.tsx'
import { Money } from '../../ui/Money.tsx'
import type { ConversationView } from './conversations.ts'
import styles from './Inbox.module.css'
import { channelName } from '../../communicate/deliveries/dispatches.ts'
import { deliveryName } from './delivery-name.ts'
import { Section } from './Section.tsx'

/** What this customer was told of the crisis already, when the next word is promised to everybody, and what they got. */
export function ToldCard({ conversation: { crisis, account, told, nextWordAt, granted } }: { conversation: ConversationView }) {
  if (!account) return null
  const about = crisis && crisis.link !== 'refused'
  return (
    <>
      {about && (
        <Section title={t('inbox.told')}>
          {told.length === 0 && <Text size="sm">{t('inbox.toldNothing')}</Text>}
          <ul className={styles.plain}>
            {once(told).map(({ at, title, state, channel }) => (
              <li key={`${at}${title}${state}${channel}`}>
                <span className={styles.faint}>
                  <Moment at={at} /> · {channelName(channel)} · {deliveryName(state)}
                </span>
                <br />
                {title}
              </li>
            ))}
          </ul>
          {crisis.link === 'linked' && (
            <Text size="sm" mt={6}>
              {nextWordAt ? (
                <>
                  {t('inbox.nextWord', { at: atNear(nextWordAt) })} <Countdown to={nextWordAt} size="0.875rem" />
                </>
              ) : (
                t('inbox.noNextWord')
              )}
            </Text>
          )}
        </Section>
      )}
      {granted.length > 0 && (
        <Section title={t('inbox.granted')}>
          <ul className={styles.plain}>
            {granted.map((grant) => (
              <li key={`${grant.remedy}${grant.amountMinor}${grant.state}`}>
                <Money of={grant} /> {grant.remedy} <span className={styles.faint}>· {grant.state}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

/** Who has several contacts was told several times: the same word with the same fate is said once. */
const once = (told: ConversationView['told']) => [...new Map(told.map((each) => [`${each.at}${each.title}${each.state}${each.channel}`, each])).values()]
