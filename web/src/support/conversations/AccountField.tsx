import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { AccountSummary } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { useList } from '../../ui/use-list.ts'

type Field = {
  label: string
  hint?: string
  value: string | null
  known: { key: string; name: string } | undefined
  error: string | undefined
  onChange: (key: string | null) => void
}
/** An account, found by what one types of it. */
export function AccountField({ label, hint, value, known, error, onChange }: Field) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const found = useList<AccountSummary>(['accounts'], '/api/accounts', { search, limit: 20 }, { enabled: search.length > 1 })
  const accounts = new Map([
    ...(known ? [[known.key, known.name] as const] : []),
    ...(found.data?.pages ?? []).flatMap(({ items }) => items.map(({ key, name }) => [key, name] as const)),
  ])
  return (
    <Select
      label={label}
      description={hint}
      searchable
      clearable
      data={[...accounts].map(([key, name]) => ({ value: key, label: `${name} · ${key}` }))}
      value={value}
      error={error}
      onChange={onChange}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={search.length > 1 ? t('inbox.callNoAccount') : t('inbox.callTypeOn')}
    />
  )
}
