import { Button, Group, NumberInput, Select, Stack, Table, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { BudgetView } from '../../../../server/src/remediate/goodwill/goodwill.contract.ts'
import { usePeople } from '../../prepare/on-call/on-call.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { minorDigits, money } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'

/** Who may give how much by themself; for those who approve remedies. */
export function Budgets({ budgets }: { budgets: BudgetView[] }) {
  return (
    <Card title={t('goodwill.budgets')}>
      <Stack gap="md">
        {budgets.length === 0 ? (
          <Empty title={t('goodwill.noBudgets')} />
        ) : (
          <Table.ScrollContainer minWidth={420}>
            <Table className="lw-figures">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('goodwill.person')}</Table.Th>
                  <Table.Th ta="right">{t('goodwill.once')}</Table.Th>
                  <Table.Th ta="right">{t('goodwill.month')}</Table.Th>
                  <Table.Th ta="right">{t('goodwill.used')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {budgets.map(({ person, currency, onceMinor, monthMinor, usedMinor }) => (
                  <Table.Tr key={person.id + currency}>
                    <Table.Td>{person.name}</Table.Td>
                    {[onceMinor, monthMinor, usedMinor].map((amountMinor, nth) => (
                      <Table.Td ta="right" key={nth}>
                        {money({ amountMinor, currency })}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        <SetBudget />
      </Stack>
    </Card>
  )
}

function SetBudget() {
  const people = usePeople()
  const [person, setPerson] = useState<string | null>(null)
  const [currency, setCurrency] = useState('EUR')
  const [once, setOnce] = useState<number | string>('')
  const [month, setMonth] = useState<number | string>('')
  const put = useWrite<unknown, object>({ method: 'PUT', path: '/api/goodwill/budgets', touches: [['goodwill']], done: t('goodwill.budgetSet') })
  const known = /^[A-Z]{3}$/.test(currency)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const minor = (amount: number | string) => Math.round(Number(amount) * 10 ** minorDigits(currency))
    put.mutate({ person, currency, onceMinor: minor(once), monthMinor: minor(month) })
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <Select
          label={t('goodwill.person')}
          required
          searchable
          data={(people.data ?? []).filter(({ groups }) => groups.length > 0).map(({ id, name }) => ({ value: id, label: name }))}
          value={person}
          onChange={setPerson}
        />
        <TextInput
          label={t('goodwill.currency')}
          required
          w={90}
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value.toUpperCase())}
        />
        <NumberInput label={t('goodwill.once')} required min={0} value={once} onChange={setOnce} />
        <NumberInput label={t('goodwill.month')} required min={0} value={month} onChange={setMonth} />
        <Button type="submit" variant="default" loading={put.isPending} disabled={!person || once === '' || month === '' || !known}>
          {t('goodwill.setBudget')}
        </Button>
      </Group>
      <ErrorNote error={put.error} />
    </form>
  )
}
