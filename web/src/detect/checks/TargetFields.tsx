import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { type Given, kinds, type Wrong } from './checks.ts'
import { HttpFields } from './HttpFields.tsx'
import { Lines, Whole, Words } from './Typed.tsx'

type Props = { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong; fixed: boolean }

/** What is asked, and what it must answer. Of what kind it is stays. */
export function TargetFields({ given, set, wrong, fixed }: Props) {
  return (
    <>
      <TextInput
        label={t('checks.name')}
        required
        data-autofocus
        maxLength={120}
        value={given.name}
        error={wrong.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('checks.kind')}
        disabled={fixed}
        data={kinds.map((value) => ({ value, label: tOf('checks.kind', value) }))}
        value={given.kind}
        onChange={(event) => set({ kind: kinds.find((each) => each === event.currentTarget.value) ?? given.kind })}
      />
      <OfKind given={given} set={set} wrong={wrong} />
    </>
  )
}

function OfKind({ given, set, wrong }: Omit<Props, 'fixed'>) {
  const common = { given, set }
  switch (given.kind) {
    case 'http':
      return <HttpFields {...common} wrong={wrong} />
    case 'tcp':
    case 'tls':
      return (
        <SimpleGrid cols={{ base: 1, xs: given.kind === 'tls' ? 3 : 2 }} style={{ alignItems: 'start' }}>
          <Words field="host" label={t('checks.host')} required error={wrong['target.host']} {...common} />
          <Whole field="port" label={t('checks.port')} min={1} max={65_535} error={wrong['target.port']} {...common} />
          {given.kind === 'tls' && <Whole field="daysLeft" label={t('checks.daysLeft')} min={1} max={365} error={wrong['target.daysLeft']} {...common} />}
        </SimpleGrid>
      )
    case 'dns':
      return (
        <>
          <Words field="host" label={t('checks.dnsName')} required error={wrong['target.name']} {...common} />
          <Lines field="addresses" label={t('checks.addresses')} hint={t('checks.addressesHint')} error={wrong['target.addresses']} {...common} />
        </>
      )
    case 'heartbeat':
      return <Whole field="graceSeconds" label={t('checks.grace')} min={0} max={86_400} error={wrong['target.graceSeconds']} {...common} />
    case 'statuspage':
      return (
        <>
          <Words field="url" type="url" label={t('checks.urlPage')} required error={wrong['target.url']} {...common} />
          <Lines field="components" label={t('checks.components')} hint={t('checks.componentsHint')} error={wrong['target.components']} {...common} />
        </>
      )
  }
}
