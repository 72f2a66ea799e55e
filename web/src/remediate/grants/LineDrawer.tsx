import { Button, Drawer, Group, NumberInput, Stack, Text, Textarea, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { RemedyLineView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear, minorDigits, money } from '../../ui/format.ts'
import { SettleDialog } from '../execution/PayoutDialogs.tsx'
import { useEditLine, useTakeBack } from './plan.ts'

type Granted = RemedyLineView['granted'][number]
/** Only a person can say what became of it: nobody knows, or it is people's. */
const settles = ({ state, means }: Granted) => state === 'unknown' || (state === 'approved' && (means === 'file' || means === 'task'))

/** One line: why it is what it is, another amount with a reason, and what the ledger holds of it. */
export function LineDrawer({ line, editable, close }: { line: RemedyLineView; editable: boolean; close: () => void }) {
  const [back, setBack] = useState<number>()
  const [settling, setSettling] = useState<Granted>()
  const mayEdit = useMay('plan-remedy')
  const mayTakeBack = useMay('approve-remedy')
  return (
    <Drawer opened onClose={close} position="right" size={460} title={line.name}>
      <Stack gap="lg">
        <Text>{line.why}</Text>
        {editable && mayEdit && (!line.owed || line.held !== null) && <Edit line={line} close={close} />}
        <div>
          <Title order={3} size="h5" mb="xs">
            {t('lines.granted')}
          </Title>
          {line.granted.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('lines.notGranted')}
            </Text>
          )}
          <Stack gap="sm">
            {line.granted.map((grant) => (
              <div key={grant.grantId}>
                <Text size="sm">
                  {t('lines.line', {
                    amount: money(grant.amount),
                    at: atNear(grant.at),
                    names: grant.approvedBy.map(({ name }) => name).join(', ') || 'Leeward',
                  })}
                  : {grant.reversedBy ? t('lines.wasTakenBack') : tOf('payout.state', grant.state)}
                </Text>
                {grant.answer && (
                  <Text size="xs" c="dimmed">
                    {grant.answer}
                  </Text>
                )}
                {mayTakeBack && settles(grant) && (
                  <Button size="xs" variant="default" mt={4} mr={4} onClick={() => setSettling(grant)}>
                    {t('payouts.settle')}
                  </Button>
                )}
                {mayTakeBack && !grant.reversedBy && grant.amount.amountMinor > 0 && back !== grant.grantId && (
                  <Button size="xs" variant="default" color="red" mt={4} onClick={() => setBack(grant.grantId)}>
                    {t('lines.back')}
                  </Button>
                )}
                {back === grant.grantId && <Back amount={money(grant.amount)} grantId={grant.grantId} close={close} />}
              </div>
            ))}
          </Stack>
        </div>
      </Stack>
      {settling && <SettleDialog payout={{ grantId: settling.grantId, account: line, ...settling.amount }} close={() => setSettling(undefined)} />}
    </Drawer>
  )
}

function Edit({ line, close }: { line: RemedyLineView; close: () => void }) {
  const { id } = useRoom()
  const digits = minorDigits(line.amount.currency)
  const [amount, setAmount] = useState<number | string>(line.amount.amountMinor / 10 ** digits)
  const [reason, setReason] = useState('')
  const edit = useEditLine(id, close)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    edit.mutate({ accountId: line.accountId, remedy: line.remedy, amountMinor: Math.round(Number(amount) * 10 ** digits), reason })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t('lines.edit')}
        </Title>
        <NumberInput
          label={t('lines.editAmount', { currency: line.amount.currency })}
          required
          min={0}
          max={1e12 / 10 ** digits}
          decimalScale={digits}
          value={amount}
          onChange={setAmount}
        />
        <Textarea
          label={t('lines.editReason')}
          required
          maxLength={500}
          minRows={1}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          {t('lines.editHint')}
        </Text>
        <ErrorNote error={edit.error} />
        <Group>
          <Button type="submit" loading={edit.isPending} disabled={!reason.trim() || amount === ''}>
            {t('lines.editSave')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Back({ amount, grantId, close }: { amount: string; grantId: number; close: () => void }) {
  const { id } = useRoom()
  const [reason, setReason] = useState('')
  const back = useTakeBack(id, close)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    back.mutate({ grantId, reason })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" mt="xs">
        <Text size="sm">{t('lines.backText', { amount })}</Text>
        <Textarea
          label={t('lines.backReason')}
          required
          maxLength={500}
          minRows={1}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <ErrorNote error={back.error} />
        <Group>
          <Button type="submit" color="red" loading={back.isPending} disabled={!reason.trim()}>
            {t('lines.backNow')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
