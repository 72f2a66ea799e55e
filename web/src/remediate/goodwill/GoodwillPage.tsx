import { Button, Group, Modal, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { BudgetView, GoodwillPage as Shown, GoodwillView } from '../../../../server/src/remediate/goodwill/goodwill.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get, randomId } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear, minorDigits, money } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { Budgets } from './Budgets.tsx'

export const goodwillKey = ['goodwill']

/** What agents give: one's own budget, what waits for somebody, what was given. */
export function GoodwillPage() {
  const query = useQuery({ queryKey: goodwillKey, queryFn: ({ signal }) => get<Shown>('/api/goodwill', signal), refetchInterval: 30_000 })
  const may = useMay('give-goodwill')
  const mayAgree = useMay('approve-remedy')
  return (
    <Page title={t('goodwill.title')} lead={t('goodwill.lead')} size={1100}>
      <Loaded query={query}>
        {(shown) => (
          <Stack gap="md">
            {may && <Give mine={shown.mine} />}
            <Card title={t('goodwill.waiting')}>
              {shown.waiting.length === 0 ? <Empty title={t('goodwill.nobodyWaits')} /> : <Requests list={shown.waiting} agree={mayAgree} />}
            </Card>
            {mayAgree && <Budgets budgets={shown.budgets} />}
            <Card title={t('goodwill.latest')}>
              {shown.latest.length === 0 ? <Empty title={t('goodwill.noneYet')} /> : <Requests list={shown.latest} agree={false} />}
            </Card>
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Give({ mine }: { mine: BudgetView[] }) {
  const [account, setAccount] = useState('')
  const [amount, setAmount] = useState<number | string>('')
  const [currency, setCurrency] = useState(mine[0]?.currency ?? 'EUR')
  const [reason, setReason] = useState('')
  const [reference, setReference] = useState(randomId)
  const give = useWrite<GoodwillView, object>({
    path: '/api/goodwill',
    touches: [goodwillKey],
    done: ({ state }) => t(state === 'granted' ? 'goodwill.granted' : 'goodwill.waits'),
    after: () => {
      setAccount('')
      setAmount('')
      setReason('')
      setReference(randomId())
    },
  })
  const known = /^[A-Z]{3}$/.test(currency)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    give.mutate({ account: account.trim(), amountMinor: Math.round(Number(amount) * 10 ** minorDigits(currency)), currency, reason, reference })
  }
  return (
    <Card title={t('goodwill.give')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">
            {mine.length === 0
              ? t('goodwill.noBudget')
              : mine
                  .map(({ currency: of, monthMinor, usedMinor, onceMinor }) =>
                    t('goodwill.left', {
                      left: money({ amountMinor: Math.max(0, monthMinor - usedMinor), currency: of }),
                      once: money({ amountMinor: onceMinor, currency: of }),
                    }),
                  )
                  .join('; ')}
          </Text>
          <Group align="flex-start" gap="sm">
            <TextInput label={t('goodwill.account')} required maxLength={200} value={account} onChange={(event) => setAccount(event.currentTarget.value)} />
            <NumberInput
              label={t('goodwill.amount')}
              required
              min={0.01}
              decimalScale={known ? minorDigits(currency) : 2}
              value={amount}
              onChange={setAmount}
            />
            <TextInput
              label={t('goodwill.currency')}
              required
              w={90}
              maxLength={3}
              value={currency}
              onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
            />
            <TextInput
              label={t('goodwill.reason')}
              required
              maxLength={500}
              style={{ flex: 1, minWidth: 220 }}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </Group>
          <ErrorNote error={give.error} />
          <Group>
            <Button type="submit" loading={give.isPending} disabled={!account.trim() || !reason.trim() || amount === '' || !known}>
              {t('goodwill.now')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function Requests({ list, agree }: { list: GoodwillView[]; agree: boolean }) {
  return (
    <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
      {list.map((asked) => (
        <li key={asked.id}>
          <Group justify="space-between" align="flex-start">
            <div>
              <Text>
                <b>{money(asked.amount)}</b>{' '}
                <TextLink to="/accounts/$accountId" params={{ accountId: String(asked.account.id) }} fw={600}>
                  {asked.account.name}
                </TextLink>
                : {asked.reason}
              </Text>
              <Text size="sm" c="dimmed">
                {t('goodwill.by', { name: asked.askedBy.name, at: atNear(asked.askedAt) })}. {tOf('goodwill.state', asked.state)}
                {asked.decidedBy && asked.decidedBy.id !== asked.askedBy.id ? `, ${asked.decidedBy.name}` : ''}. {asked.why ?? ''}
              </Text>
            </div>
            {agree && <Decide asked={asked} />}
          </Group>
        </li>
      ))}
    </Stack>
  )
}

function Decide({ asked }: { asked: GoodwillView }) {
  const [refusing, setRefusing] = useState(false)
  const [answer, setAnswer] = useState('')
  const decide = useWrite<GoodwillView, { agree: boolean; answer?: string }>({
    path: `/api/goodwill/${encodeURIComponent(asked.id)}/decision`,
    touches: [goodwillKey],
    done: t('goodwill.answered'),
  })
  return (
    <Group gap="xs">
      <ActionButton write={decide} body={{ agree: true }} size="xs" label={`${t('goodwill.agree')}: ${asked.account.name}`}>
        {t('goodwill.agree')}
      </ActionButton>
      <Button size="xs" variant="default" aria-label={`${t('goodwill.refuse')}: ${asked.account.name}`} onClick={() => setRefusing(true)}>
        {t('goodwill.refuse')}
      </Button>
      <Modal opened={refusing} onClose={() => setRefusing(false)} title={t('goodwill.refuseTitle')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            decide.mutate({ agree: false, answer }, { onSuccess: () => setRefusing(false) })
          }}
        >
          <Stack>
            <Textarea
              label={t('goodwill.answer')}
              required
              maxLength={500}
              value={answer}
              onChange={(event) => setAnswer(event.currentTarget.value)}
              data-autofocus
            />
            <ErrorNote error={decide.error} />
            <Group justify="flex-end">
              <Button type="submit" color="red" loading={decide.isPending} disabled={!answer.trim()}>
                {t('goodwill.refuse').replace('…', '')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Group>
  )
}
