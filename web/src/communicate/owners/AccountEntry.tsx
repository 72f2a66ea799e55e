import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { t, tn, tOf } from '../../strings/t.ts'
import { atNear, money } from '../../ui/format.ts'
import styles from '../calls/Calls.module.css'
import { AccountName, TheirTime } from '../calls/WhoTheyAre.tsx'
import { CallDialog } from './CallDialog.tsx'
import type { Owned } from './owners.ts'

/** One account: why it comes first, what it was told, gets and asked, and what came of the last call. */
export function AccountEntry({ account }: { account: Owned }) {
  const [calling, setCalling] = useState(false)
  const { name, why, score, told, owed, openConversations, lastCall, timeZone } = account
  const newest = told[0]
  return (
    <li className={styles.line}>
      <div className={styles.lineWho}>
        <AccountName account={account} />
        <Group gap={6} my={4}>
          {why
            .filter((each) => each !== 'vulnerable' && each !== 'enterprise')
            .map((each) => (
              <Badge key={each} color={each === 'at-risk' ? 'amber' : 'red'}>
                {tOf('owners.whyOf', each)}
              </Badge>
            ))}
          <Text size="xs" c="dimmed" span className="lw-figures">
            <TheirTime timeZone={timeZone} />
            {score !== null && ` · ${t('owners.health', { score })}`}
            {openConversations > 0 && ` · ${tn('owners.conversations', openConversations)}`}
          </Text>
        </Group>
        <Text size="sm">
          <b>{t('owners.told')}:</b> {newest ? `${newest.title} (${newest.channel}, ${newest.state}, ${atNear(newest.at)})` : t('owners.toldNothing')}
        </Text>
        {owed.length > 0 && (
          <Text size="sm">
            <b>{t('owners.owed')}:</b> {owed.map((each) => `${each.remedy} ${money(each)}`).join(', ')}
          </Text>
        )}
        {lastCall && (
          <Text size="sm">
            <b>{t('owners.last')}:</b>{' '}
            {[
              `${tOf('owners.outcomeOf', lastCall.outcome)}, ${lastCall.by.name}, ${atNear(lastCall.at)}`,
              !lastCall.current && t('owners.lastBefore'),
              lastCall.note,
              lastCall.nextStep &&
                (lastCall.nextOn ? t('owners.nextOn', { day: lastCall.nextOn, step: lastCall.nextStep }) : t('owners.next', { step: lastCall.nextStep })),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        )}
      </div>
      <div className={styles.lineState}>
        <Button size="compact-sm" variant="default" aria-label={t('owners.callOf', { name })} onClick={() => setCalling(true)}>
          {t('owners.call')}
        </Button>
      </div>
      {calling && <CallDialog account={account} close={() => setCalling(false)} />}
    </li>
  )
}
