import { Button, Group, List, NativeSelect, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { t, tn, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type Day, kinds, mostBytes, type Read } from './holidays.ts'

/** One day by hand, or a whole list from a file. */
export function AddDays({ add }: { add: (days: Day[]) => void }) {
  const [kind, setKind] = useState<Day['kind']>('holiday')
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const [large, setLarge] = useState(false)
  const read = useWrite<Read, { text: string; kind: Day['kind'] }>({ path: '/api/holidays/reading', after: ({ days }) => add(days) })
  const take = async (file: File) => {
    setLarge(file.size > mostBytes)
    if (file.size <= mostBytes) read.mutate({ text: await file.text(), kind })
  }
  const addOne = () => {
    add([{ date, name: name.trim(), kind }])
    setDate('')
    setName('')
  }
  return (
    <Paper component="section" aria-label={t('holidays.add')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('holidays.add')}
        </Title>
        <NativeSelect
          label={t('holidays.kind')}
          data={kinds.map((value) => ({ value, label: tOf('holidays.kind', value) }))}
          value={kind}
          onChange={(event) => setKind(kinds.find((each) => each === event.currentTarget.value) ?? 'holiday')}
        />
        <Group align="flex-end">
          <TextInput type="date" label={t('holidays.date')} value={date} onChange={(event) => setDate(event.currentTarget.value)} />
          <TextInput
            label={t('holidays.name')}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            style={{ flex: '1 1 200px' }}
          />
          <Button variant="default" disabled={date === '' || name.trim() === ''} onClick={addOne}>
            {t('holidays.addOne')}
          </Button>
        </Group>
        <FileDrop label={t('holidays.drop')} choose={t('holidays.choose')} accept=".ics,.csv,text/calendar,text/csv" onFile={(file) => void take(file)} />
        {large && (
          <Text size="sm" c="red" role="alert">
            {t('holidays.large')}
          </Text>
        )}
        {read.isError && <ErrorNote error={read.error} />}
        {read.data && <ReadNote read={read.data} />}
      </Stack>
    </Paper>
  )
}

const ReadNote = ({ read: { days, left, wrong } }: { read: Read }) => (
  <div role="status">
    <Text size="sm">
      {days.length === 0 ? t('holidays.readNone') : tn('holidays.read', days.length)} {left > 0 && tn('holidays.left', left)}
    </Text>
    {wrong.length > 0 && (
      <List size="sm">
        {wrong.map(({ line, sentence }) => (
          <List.Item key={`${line} ${sentence}`}>{t('holidays.wrong', { line: String(line), sentence })}</List.Item>
        ))}
      </List>
    )}
  </div>
)
