import type { Hints } from './lists.ts'

export const pt: Hints = {
  refund: `reembols*, estorno, estornar, meu dinheiro, dinheiro de volta, devolução do dinheiro, devolver o dinheiro, devolvam, devolvam o, indeniz*, indemniz*, ressarc*, compensação, restituição`,
  'maybe refund': `devol*, cobrado duas vezes, cobrada duas vezes, cobraram duas vezes, cobrança indevida, cobrança dupla, cobraram a mais, vale, troca`,
  cancel: `cancelar, cancelem, cancele, quero cancelar, cancelamento da minha, encerrar minha conta, encerrar a minha conta, encerrar a conta, fechar a conta, fechar minha conta, excluir minha conta, apagar a conta, rescindir, rescisão, anular, desistir da, não renovar`,
  'maybe cancel': `cancelamento, encerrar, fechar, mudar de operadora, vou mudar, não quero mais, não preciso mais`,
  complaint: `reclam*, queixa*, livro de reclamações, inaceitável, inadmissível, absurdo, vergonha, péssim*, decepcionad*, desiludid*, insatisf*, não estou satisfeit*, indignad*, pior serviço, pior atendimento, nunca mais, o gerente, um supervisor, fart*`,
  'maybe complaint': `problema*, de novo, ainda não, ninguém, errad*, não funciona, atras*, mau, ruim, quebrad*`,
  legal: `advogad*, processo, processar, processá-los, vou processar, justiça, tribunal, tribunais, juizado*, ação judicial, medidas legais, medidas judiciais, procon, anatel, deco, defesa do consumidor, reclame aqui, proteção de dados, lgpd, rgpd, cnpd, provedor, denúncia, denunciar, queixa-crime`,
  'maybe legal': `legal, ilegal, lei, direito, direitos, contrato, fraude, golpe, burla, polícia, imprensa, jornal`,
  safety: `fogo, incêndio, chamas, fumaça, fumo, queimad*, queimadura*, queimou, faísca*, faíscas, choque elétrico, levei um choque, explodiu, explos*, superaquec*, sobreaquec*, derret*, vazamento de gás, fuga de gás, cheiro de gás, monóxido, ferid*, machuc*, lesão, sangr*, hospital, urgência, ambulância, pronto-socorro, alergi*, alérgic*, erupção, sufoc*, engasg*, intoxic*, envenen*, engoliu, vidro no, mofo, bolor, perigos*, perigo, freio*, travões, me matar, suicid*, suicíd*, ameaç*, agredi*`,
  'maybe safety': `oxigênio, oxigénio, ventilador, diálise, insulina, sem luz, sem energia, sem aquecimento, quente, cortante, doente, risco, recolha, recall, criança, crianças, bebê, bebé, acidente, medo, segurança, emergência`,
  vulnerable: `deficien*, deficiente*, cadeira de rodas, cego, cega, surdo, surda, grávida, gestante, recém-nascid*, câncer, cancro, quimio*, insulina, diabétic*, diálise, oxigênio, oxigénio, ventilador, aparelho médico, medicament*, remédio*, receita, epilep*, marca-passo, pacemaker, depress*, ansiedade, suicid*, suicíd*, me matar, demência, alzheimer, faleceu, falecid*, falecimento, funeral, enterro, idos*, reformad*, aposentad*, lar de idosos, despej*, sem abrigo, desempregad*, dívidas, mãe solteira, mãe solo, violência, internad*, no hospital, cirurgia`,
  'maybe vulnerable': `minha mãe, meu pai, minha avó, meu avô, bebê, bebé, sozinh*, desesperad*, não posso pagar, doente, médico, sem água, sem aquecimento`,
  outage: `fora do ar, fora de serviço, caiu, está em baixo, avaria geral, instabilidade, instável, queda, mais alguém, só comigo, é só comigo, sou só eu, só eu, sem internet, sem sinal, sem serviço, sem conexão, sem ligação, sem rede, servidor*, manutenção, interrupção, site não abre, app não abre, sistema fora, down`,
  'maybe outage': `não consigo entrar, não consigo acessar, não consigo aceder, fazer login, não funciona, não carrega, não abre, erro*, lento, conexão, quando volta, falha*`,
}
