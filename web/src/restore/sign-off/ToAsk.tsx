import { Group, Stack, Text } from '@mantine/core'
import type { SignOffView } from '../../../../server/src/restore/sign-off/sign-off.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tn } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'

type Answer = { answer: 'works' | 'still-broken' }

/** Whom a person asks: their owner calls, and notes what they say. */
export function ToAsk({ view: { toAsk, toAskOpen } }: { view: SignOffView }) {
  if (toAskOpen === 0) return null
  return (
    <Stack gap="xs">
      <Text fw={600}>{tn('toAsk.open', toAskOpen)}</Text>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('toAsk.label')}>
        {toAsk.slice(0, 20).map((account) => (
          <ToAskLine key={account.id} account={account} />
        ))}
      </Stack>
      {toAskOpen > 20 && (
        <Text size="xs" c="dimmed">
          {t('followUps.more', { count: toAskOpen - 20 })}
        </Text>
      )}
    </Stack>
  )
}

function ToAskLine({ account: { id, name, contact, phone, ownerEmail, vulnerability } }: { account: SignOffView['toAsk'][number] }) {
  const { status } = useRoom()
  const note = useCommand<Answer>(`/sign-off/accounts/${id}/answer`)
  const facts = [vulnerability, contact, phone, ownerEmail && t('toAsk.owner', { owner: ownerEmail })].filter(Boolean).join(' · ')
  return (
    <li>
      <Text fw={600} size="sm" className="lw-clip">
        {name}
      </Text>
      <Text size="xs" c="dimmed" className="lw-clip">
        {facts}
      </Text>
      {status === 'restored' && (
        <Group gap="xs" mt={4} align="flex-start">
          {(['works', 'still-broken'] as const).map((answer) => (
            <ActionButton
              key={answer}
              write={note}
              body={{ answer }}
              may="call"
              size="xs"
              variant="default"
              label={`${answer === 'works' ? t('toAsk.works') : t('toAsk.broken')}: ${name}`}
            >
              {answer === 'works' ? t('toAsk.works') : t('toAsk.broken')}
            </ActionButton>
          ))}
        </Group>
      )}
    </li>
  )
}
