// Stands in for every image of examples/hotel-reservation: it listens where they listen, and does over the network what their
// code does. What it is, is the name that it is started by.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

var client = &http.Client{Timeout: 2 * time.Second}

func main() {
	switch name := filepath.Base(os.Args[0]); name {
	case "consul":
		log.Fatal(http.ListenAndServe(":8500", registry()))
	case "jaeger":
		log.Fatal(http.ListenAndServe(":16686", collector(":6831")))
	case "memcached":
		serveLines(":11211")
	case "mongod":
		serveLines(":27017")
	default:
		log.Fatal(program(name))
	}
}

// instance is one registration, by the names of Consul's agent.
type instance struct {
	ID, Name, Address string
	Port              int
}

// registry is the part of Consul's HTTP API that the programs use.
func registry() http.Handler {
	var mutex sync.Mutex
	known := map[string]instance{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/status/leader", func(w http.ResponseWriter, _ *http.Request) { answer(w, "127.0.0.1:8300") })
	mux.HandleFunc("PUT /v1/agent/service/register", func(w http.ResponseWriter, r *http.Request) {
		var given instance
		if err := json.NewDecoder(r.Body).Decode(&given); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		mutex.Lock()
		defer mutex.Unlock()
		known[given.ID] = given
	})
	mux.HandleFunc("GET /v1/health/service/{name}", func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		found := []map[string]instance{}
		for _, each := range known {
			if each.Name == r.PathValue("name") {
				found = append(found, map[string]instance{"Service": each})
			}
		}
		answer(w, found)
	})
	return mux
}

// collector is the agent of Jaeger, which takes spans by UDP, and its page, which lists who sent some.
func collector(agent string) http.Handler {
	packets, err := net.ListenPacket("udp", agent)
	if err != nil {
		log.Fatal(err)
	}
	var mutex sync.Mutex
	services := []string{}
	go func() {
		buffer := make([]byte, 65000)
		for {
			size, _, err := packets.ReadFrom(buffer)
			if err != nil {
				log.Fatal(err)
			}
			mutex.Lock()
			if name := string(buffer[:size]); !slices.Contains(services, name) {
				services = append(services, name)
			}
			mutex.Unlock()
		}
	}()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) { answer(w, "jaeger") })
	mux.HandleFunc("GET /api/services", func(w http.ResponseWriter, _ *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		answer(w, map[string][]string{"data": services})
	})
	return mux
}

// serveLines answers each line with the host name.
func serveLines(address string) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	host, _ := os.Hostname()
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer connection.Close()
			for lines := bufio.NewScanner(connection); lines.Scan(); {
				fmt.Fprintln(connection, host)
			}
		}()
	}
}

// keys of config.json start with another word than the name of the program for some.
var keys = map[string]string{"recommendation": "Recommend", "reservation": "Reserve"}

// program does at its start what each program of hotelReservation does, and on demand what its code does for a request.
func program(name string) error {
	text, err := os.ReadFile("config.json")
	if err != nil {
		return err
	}
	config := map[string]string{}
	if err := json.Unmarshal(text, &config); err != nil {
		return err
	}
	key, ok := keys[name]
	if !ok {
		key = strings.ToUpper(name[:1]) + name[1:]
	}
	if err := sendSpan(config["jaegerAddress"], name); err != nil {
		return err
	}
	port := config[key+"Port"]
	if name != "frontend" {
		if err := register(config["consulAddress"], name, config[key+"IP"], port); err != nil {
			return err
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) { answer(w, name) })
	mux.HandleFunc("GET /call/{service}", func(w http.ResponseWriter, r *http.Request) {
		say(w)(call(config["consulAddress"], r.PathValue("service")))
	})
	mux.HandleFunc("GET /store/{key}", func(w http.ResponseWriter, r *http.Request) {
		say(w)(line(config[r.PathValue("key")]))
	})
	return http.ListenAndServe(":"+port, mux)
}

func sendSpan(agent, name string) error {
	connection, err := net.Dial("udp", agent)
	if err != nil {
		return err
	}
	defer connection.Close()
	_, err = connection.Write([]byte(name))
	return err
}

// register takes the first address of the machine where config.json gives none, as theirs does.
func register(consul, name, address, port string) error {
	if address == "" {
		all, err := net.InterfaceAddrs()
		if err != nil {
			return err
		}
		for _, each := range all {
			if ip, ok := each.(*net.IPNet); ok && !ip.IP.IsLoopback() && ip.IP.To4() != nil && address == "" {
				address = ip.IP.String()
			}
		}
	}
	body := fmt.Sprintf(`{"ID":%q,"Name":"srv-%s","Address":%q,"Port":%s}`, name, name, address, port)
	request, err := http.NewRequest(http.MethodPut, "http://"+consul+"/v1/agent/service/register", bytes.NewBufferString(body))
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("consul answers %s", response.Status)
	}
	return nil
}

// call asks Consul where a service is, and then the service.
func call(consul, service string) (string, error) {
	text, err := get("http://" + consul + "/v1/health/service/" + service)
	if err != nil {
		return "", err
	}
	var found []struct{ Service instance }
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("consul knows no %s", service)
	}
	at := found[0].Service
	return get(fmt.Sprintf("http://%s:%d/", at.Address, at.Port))
}

func get(url string) (string, error) {
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// line says something to a server, and gives what it answers.
func line(address string) (string, error) {
	connection, err := net.DialTimeout("tcp", address, 2*time.Second)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	fmt.Fprintln(connection, "version")
	text, err := bufio.NewReader(connection).ReadString('\n')
	return strings.TrimSpace(text), err
}

func answer(w http.ResponseWriter, value any) {
	if text, ok := value.(string); ok {
		fmt.Fprint(w, text)
	} else if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print(err)
	}
}

func say(w http.ResponseWriter) func(string, error) {
	return func(text string, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		answer(w, text)
	}
}
