import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { FollowUp, SignOffView } from '../../../../server/src/restore/sign-off/sign-off.contract.ts'
import { useMay, useSession } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { CloseFollowUpDialog } from './CloseFollowUpDialog.tsx'

/** For whom it is still broken: the most urgent first, each looked after by one person. */
export function FollowUps({ view: { followUps, followUpsOpen } }: { view: SignOffView }) {
  if (followUpsOpen === 0) return null
  return (
    <Stack gap="xs">
      <Text fw={600} className="lw-red">
        {tn('followUps.open', followUpsOpen)}
      </Text>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('followUps.label')}>
        {followUps.map((each) => (
          <FollowUpLine key={each.account.id} followUp={each} />
        ))}
      </Stack>
      {followUps.length < followUpsOpen && (
        <Text size="xs" c="dimmed">
          {t('followUps.more', { count: followUpsOpen - followUps.length })}
        </Text>
      )}
    </Stack>
  )
}

function FollowUpLine({ followUp: { account, openedAt, service, region, words, takenBy } }: { followUp: FollowUp }) {
  const { status } = useRoom()
  const { data: me } = useSession()
  const allowed = useMay('call') && status !== 'closed'
  const [closing, setClosing] = useState(false)
  const take = useCommand<object>(`/sign-off/accounts/${account.id}/follow-up`)
  const facts = [account.tier, account.vulnerability, [service, region].filter(Boolean).join(', '), atNear(openedAt), account.ownerEmail]
    .filter(Boolean)
    .join(' · ')
  return (
    <li>
      <Text fw={600} size="sm" className="lw-clip">
        {account.name}
      </Text>
      <Text size="xs" c="dimmed" className="lw-clip">
        {facts}
      </Text>
      {words && (
        <Text size="sm" className="lw-prewrap">
          “{words}”
        </Text>
      )}
      <Group gap="xs" mt={4} align="flex-start">
        {takenBy === null
          ? allowed && (
              <ActionButton write={take} body={{}} may="call" size="xs" variant="default" label={t('followUps.takeOf', { name: account.name })}>
                {t('followUps.take')}
              </ActionButton>
            )
          : takenBy.id !== me?.id && (
              <Text size="xs" c="dimmed">
                {t('followUps.takenBy', { name: takenBy.name })}
              </Text>
            )}
        {allowed && takenBy?.id === me?.id && (
          <Button size="xs" onClick={() => setClosing(true)} aria-label={t('followUps.closeOf', { name: account.name })}>
            {t('followUps.close')}
          </Button>
        )}
      </Group>
      {closing && <CloseFollowUpDialog account={account} close={() => setClosing(false)} />}
    </li>
  )
}
