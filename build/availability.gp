# Draws what `make availability` measured: gnuplot -e "from='target/availability'; to='docs'" build/availability.gp
set terminal svg size 900,520 font "sans-serif,13" background "white"
set datafile separator "\t"
set grid ytics lc rgb "#dddddd"
set logscale y
set format y "10^{%L}"
set ylabel "part of the users' time that is not served"

set output to."/availability.svg"
set style data histograms
set style histogram clustered gap 2
set style fill solid 0.85 border -1
set boxwidth 0.9
set xtics rotate by -32 left font ",10" noenhanced
set key outside top center horizontal
set yrange [1e-6:1]
set bmargin 12
set rmargin 22
plot from."/cases.tsv" using 2:xtic(1) every ::1 title "nobody moves" lc rgb "#b0b0b0", \
     '' using 5 every ::1 title "Counterweight" lc rgb "#1f6fb4", \
     '' using 4 every ::1 title "what detection and TTL allow" lc rgb "#7fc97f", \
     '' using 3 every ::1 title "both down" lc rgb "#333333"

reset
set terminal svg size 900,420 font "sans-serif,13" background "white"
set datafile separator "\t"
set output to."/availability-detection.svg"
set grid lc rgb "#dddddd"
set logscale xy
set format y "10^{%L}"
set xlabel "time to notice, s"
set ylabel "not served, two datacenters of 99 %"
set key outside right
set xrange [0.5:200]
set yrange [5e-5:2e-3]
plot for [c=2:5] from."/grid.tsv" using 1:c every ::1 with linespoints lw 2 pt 7 title word("ttl.max=5s ttl.max=20s ttl.max=60s ttl.max=300s", c-1), \
     1e-4 with lines dt 2 lc rgb "#333333" title "both down: (1-a)^2"
