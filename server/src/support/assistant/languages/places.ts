// Countries and the towns in them, in every language alike: who stands in Porto asks about Portugal. One line a country.
export const places = `
portugal: portugal*, portugies*, portugais*, portugues*, lisbon, lissabon, lisbonne, lisboa, porto, oporto, faro, braga, coimbra, algarve, ポルトガル, リスボン, ポルト
spain: spain, spanish, spanien, spanisch*, espagne, espagnol*, españa, español*, espanha, espanhol*, madrid, barcelona, barcelone, seville, sevilla, valencia, bilbao, malaga, mallorca, スペイン, マドリード, バルセロナ
poland: poland, polish, polen, polnisch*, pologne, polonais*, polonia, polac*, polónia, polônia, warsaw, warschau, varsovie, varsovia, krakow, cracow, krakau, cracovie, cracovia, cracóvia, gdansk, danzig, ポーランド, ワルシャワ, クラクフ
japan: japan*, japon, japonais*, japón, japão, tokyo, tokio, tóquio, osaka, kyoto, kioto, sapporo, nagoya, fukuoka, 日本, 東京, 大阪, 京都, 札幌, 名古屋, 福岡
france: france, french, frankreich, französisch*, français*, francia, francés, frança, francês, paris, lyon, marseille, lille, nice, bordeaux, toulouse, strasbourg, straßburg, フランス, パリ, リヨン
germany: germany, german, deutschland, deutsch*, allemagne, allemand*, alemania, alemán*, alemanha, alemão, berlin, munich, münchen, hamburg, cologne, köln, frankfurt, leipzig, stuttgart, dresden, ドイツ, ベルリン, ミュンヘン, ハンブルク
austria: austria, austrian*, österreich*, autriche, autrichien*, áustria, austriac*, vienna, wien, vienne, viena, salzburg, salzbourg, innsbruck, graz, オーストリア, ウィーン
switzerland: switzerland, swiss, schweiz*, suisse*, suiza, suizo, suíça, suíço, zurich, zürich, geneva, genf, genève, ginebra, genebra, basel, bern, スイス, チューリッヒ
italy: italy, italian*, italien*, italie, italia*, itália, rome, rom, roma, milan, mailand, milano, milão, venice, venedig, venise, venecia, veneza, florence, florenz, naples, neapel, turin, イタリア, ローマ, ミラノ, ヴェネツィア
britain: britain, british, uk, england, english, großbritannien, britisch*, angleterre, royaume-uni, inglaterra, reino unido, london, londres, manchester, scotland, schottland, edinburgh, wales, ireland, irland, dublin, イギリス, 英国, ロンドン
netherlands: netherlands, dutch, niederlande*, holland, pays-bas, países bajos, países baixos, amsterdam, rotterdam, オランダ, アムステルダム
belgium: belgium, belgian, belgien, belgique, belge*, bélgica, brussels, brüssel, bruxelles, bruselas, bruxelas, antwerp*, ベルギー, ブリュッセル
denmark: denmark, danish, dänemark, danemark, dinamarca, copenhagen, kopenhagen, copenhague, デンマーク, コペンハーゲン
sweden: sweden, swedish, schweden, schwedisch*, suède, suecia, suécia, stockholm, estocolmo, malmö, スウェーデン, ストックホルム
norway: norway, norwegian, norwegen, norvège, noruega, oslo, bergen, ノルウェー, オスロ
finland: finland, finnland, finlande, finlandia, finlândia, helsinki, helsinque, フィンランド, ヘルシンキ
czechia: czech*, tschechien, prague, prag, praga, tchéquie, république tchèque, chequia, brno, チェコ, プラハ
hungary: hungary, ungarn, hongrie, hungría, hungria, budapest, budapeste, ハンガリー, ブダペスト
croatia: croatia*, kroatien, croatie, croacia, croácia, zagreb, split, dubrovnik, クロアチア
slovenia: slovenia, slowenien, slovénie, eslovenia, eslovénia, ljubljana, laibach, スロベニア
greece: greece, greek, griechenland, grèce, grecia, grécia, athens, athen, athènes, atenas, crete, kreta, ギリシャ, アテネ
turkey: türkei, turquie, turquía, turquia, istanbul, estambul, istambul, ankara, トルコ, イスタンブール
usa: usa, united states, america, american*, amerika*, états-unis, estados unidos, new york, nueva york, nova york, chicago, california, アメリカ, 米国, ニューヨーク
brazil: brazil, brasilien, brésil, brasil, são paulo, sao paulo, rio de janeiro, recife, ブラジル
mexico: mexico, mexiko, mexique, méxico, メキシコ
`
