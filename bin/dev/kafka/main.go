// Command kafka is a Kafka broker for a laptop without containers: it speaks the protocol, asks nobody who he is, listens on
// the loopback address and keeps its data in a folder. It knows no retention: what is written stays.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/twmb/franz-go/pkg/kfake"
)

// topics is a flag that may be given several times: name:partitions.
type topics map[string]int32

func (t topics) String() string { return "" }

func (t topics) Set(text string) error {
	name, count, _ := strings.Cut(text, ":")
	partitions, err := strconv.ParseInt(count, 10, 32)
	if err != nil {
		return fmt.Errorf("%q is not name:partitions", text)
	}
	t[name] = int32(partitions)
	return nil
}

func main() {
	wanted := topics{}
	port := flag.Int("port", 9092, "port on the loopback address")
	data := flag.String("data", "", "folder of the data")
	flag.Var(wanted, "topic", "name:partitions of a topic to make")
	flag.Parse()
	if err := run(*port, *data, wanted); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(port int, data string, wanted topics) error {
	options := []kfake.Opt{
		kfake.NumBrokers(1),
		kfake.Ports(port),
		kfake.ListenFn(func(network, _ string) (net.Listener, error) {
			var config net.ListenConfig
			return config.Listen(context.Background(), network, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		}),
		kfake.DataDir(data),
		kfake.WithLogger(kfake.BasicLogger(os.Stderr, kfake.LogLevelWarn)),
	}
	for name, partitions := range wanted {
		options = append(options, kfake.SeedTopics(partitions, name))
	}
	// Heard before the cluster opens its port: who connects may ask for a stop at once.
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	cluster, err := kfake.NewCluster(options...)
	if err != nil {
		return err
	}
	<-stop
	cluster.Close()
	return nil
}
