import { Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ReasonDialog } from '../../restore/ReasonDialog.tsx'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { money } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Payout, payoutsKey } from './payouts.ts'

const touches = [payoutsKey, ['crisis']]
type Settled = Pick<Payout, 'grantId' | 'amountMinor' | 'currency'> & { account: { name: string } }
const About = ({ payout }: { payout: Settled }) => (
  <Text size="sm" fw={600}>
    {payout.account.name}, {money(payout)}
  </Text>
)

export function RetryDialog({ payout, close }: { payout: Payout; close: () => void }) {
  const write = useWrite<Payout, { reason: string }>({ path: `/api/payouts/${payout.grantId}/retry`, touches, done: t('payouts.retried'), after: close })
  return (
    <ReasonDialog
      title={t('payouts.retryTitle')}
      text={
        <>
          <About payout={payout} />
          <Text size="sm">{t('payouts.retryText')}</Text>
        </>
      }
      label={t('payouts.retryWhy')}
      does={t('payouts.retryNow')}
      write={write}
      body={(reason) => ({ reason })}
      may="approve-remedy"
      close={close}
    />
  )
}

export function HandOverDialog({ payout, close }: { payout: Payout; close: () => void }) {
  const write = useWrite<Payout, { reason: string }>({
    path: `/api/payouts/${payout.grantId}/handing-over`,
    touches,
    done: t('payouts.handedOver'),
    after: close,
  })
  return (
    <ReasonDialog
      title={t('payouts.handOverTitle')}
      text={
        <>
          <About payout={payout} />
          <Text size="sm">{t('payouts.handOverText')}</Text>
        </>
      }
      label={t('payouts.handOverWhy')}
      does={t('payouts.handOverNow')}
      write={write}
      body={(reason) => ({ reason })}
      may="approve-remedy"
      close={close}
    />
  )
}

/** Somebody looked, and says what they saw. */
export function SettleDialog({ payout, close }: { payout: Settled; close: () => void }) {
  const [outcome, setOutcome] = useState<'applied' | 'not-applied'>()
  const [evidence, setEvidence] = useState('')
  const [providerId, setProviderId] = useState('')
  const write = useWrite<Payout, object>({ path: `/api/payouts/${payout.grantId}/settlement`, touches, done: t('payouts.settled'), after: close })
  return (
    <Modal opened onClose={close} title={t('payouts.settleTitle')}>
      <Stack>
        <About payout={payout} />
        <Radio.Group label={t('payouts.outcome')} required value={outcome ?? null} onChange={(value) => setOutcome(value as typeof outcome)}>
          <Stack gap="xs" mt={4}>
            <Radio value="applied" label={t('byPeople.done')} data-autofocus />
            <Radio value="not-applied" label={t('byPeople.notDone')} />
          </Stack>
        </Radio.Group>
        <Textarea
          label={t('people.evidence')}
          required
          maxLength={2_000}
          autosize
          minRows={2}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        {outcome === 'applied' && (
          <TextInput label={t('payouts.providerId')} maxLength={200} value={providerId} onChange={(event) => setProviderId(event.currentTarget.value)} />
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={{ outcome, evidence: evidence.trim(), providerId: (outcome === 'applied' && providerId.trim()) || null }}
            may="approve-remedy"
            disabled={!outcome || evidence.trim() === ''}
          >
            {t('byPeople.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
